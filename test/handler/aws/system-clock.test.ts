import { systemClock } from "../../../src/handler/aws/system-clock";

test("the clock measures the time that has passed", async () => {
  const before = systemClock.now();
  await systemClock.sleep(30);
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(28);
});
