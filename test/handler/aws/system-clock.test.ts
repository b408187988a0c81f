import { systemClock } from "../../../src/handler/aws/system-clock";

test("the clock measures elapsed time", async () => {
  const before = systemClock.now();
  await systemClock.sleep(30);
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(28);
});
