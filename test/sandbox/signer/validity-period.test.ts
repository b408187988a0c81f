import { expiryOf } from "../../../sandbox/signer/validity-period";

describe("a signature expires", () => {
  it.each([
    ["days later at the same time of day", "2026-02-27T12:30:00Z", { type: "DAYS", value: 2 }, "2026-03-01T12:30:00Z"],
    ["months later on the same day", "2026-11-15T12:30:00Z", { type: "MONTHS", value: 3 }, "2027-02-15T12:30:00Z"],
    [
      "on the last day of a shorter month",
      "2026-01-31T00:00:00Z",
      { type: "MONTHS", value: 1 },
      "2026-02-28T00:00:00Z",
    ],
    ["years later on the same day", "2026-03-01T00:00:00Z", { type: "YEARS", value: 11 }, "2037-03-01T00:00:00Z"],
    ["on February 28 after a leap day", "2028-02-29T00:00:00Z", { type: "YEARS", value: 1 }, "2029-02-28T00:00:00Z"],
  ])("%s", (_when, start, period, expiry) => {
    expect(expiryOf(new Date(start), period)).toEqual(new Date(expiry));
  });
});
