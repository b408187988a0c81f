import { eventFrom, signEvent, World } from "./fakes/world";
import { FunctionList } from "../../src/handler/function-list";
import { handle } from "../../src/handler/handle";
import { LookTimes } from "../../src/handler/retry/look-times";
import { Pace } from "../../src/handler/retry/pace";

test("an invalid event is refused with all its problems in one line, without a call to AWS", async () => {
  const world = new World();
  const error = await world.failToInvoke(eventFrom("invalid/several-problems"));
  expect(error.name).toBe("InvalidRequest");
  expect(error.message).toMatch(
    /^The request is not valid, and nothing was done\. Correct these values and apply again: "source.key" must .*; "source.version" must .*; "profileName" must .*; "timeoutSeconds" must [^\n]*\.$/,
  );
  expect(world.signer.calls).toEqual([]);
});

test("an unknown field is refused, because it would silently have no effect", async () => {
  const error = await new World().failToInvoke(eventFrom("invalid/unknown-field"));
  expect(error.message).toMatch(
    /"tags" is not known to this function, which may come from an older version of the library\.$/,
  );
});

test("an error has no stack, which Terraform would print as a trace", async () => {
  const error = await new World().failToInvoke({});
  expect(error.stack).toBe("");
});

test("a defect of the function is reported as a bug, and only the log has its stack", async () => {
  const world = new World();
  const port = world.signer.connect();
  const logged: object[] = [];
  const outcome = handle(signEvent(), {
    signer: {
      ...port,
      startSigningJob: async () => {
        throw new TypeError("x is not\na function");
      },
    },
    functionList: new FunctionList(world.functions),
    lookTimes: new LookTimes(new Pace(world.clock)),
    clock: world.clock,
    log: (event, details) => logged.push({ event, ...details }),
    remainingTimeMs: 900_000,
    accountId: null,
    region: null,
  });
  await expect(outcome).rejects.toMatchObject({
    name: "UnexpectedError",
    message: expect.stringMatching(/^Unexpected TypeError in the function: x is not a function\. .* defect .* safe/),
    stack: "",
  });
  expect(logged).toEqual([{ event: "unexpected-error", stack: expect.stringContaining("handle.test.ts") }]);
});

test("the function never uses its own time of day, which can be wrong", async () => {
  const timeOfDay = jest.spyOn(Date, "now").mockImplementation(() => {
    throw new Error("Date.now() was called");
  });
  try {
    const result = await new World().invoke(signEvent());
    expect(result.status).toBe("Succeeded");
  } finally {
    timeOfDay.mockRestore();
  }
});

test("no log line contains the complete event", async () => {
  const world = new World();
  await world.invoke(signEvent({ importJobId: null }), { faults: ["throttled", null, "lost"] });
  await world.failToInvoke(eventFrom("invalid/unknown-field"));
  expect(world.logged.map(({ event }) => event)).toEqual(["retry", "started", "retry", "finished"]);
});
