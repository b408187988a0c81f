import * as fc from "fast-check";
import { attemptToken } from "../../src/handler/attempt-token";

const REQUEST = "3b0f1a86-7b1b-4f0e-9c53-1f1f2b8f6a10";

test("the first attempt uses the request's token", () => {
  expect(attemptToken(REQUEST, 0)).toBe(REQUEST);
});

test("the tokens of later attempts never change from one version of the library to the next", () => {
  // Computed with: printf 'TOKEN\nATTEMPT' | sha256sum
  expect([1, 2, 100].map((attempt) => attemptToken(REQUEST, attempt))).toEqual([
    "3bab0d7b-9978-8d88-8428-e9ef281c0340",
    "771a7a7d-2657-82a0-8ce4-be4b8e1c533f",
    "b69110ac-4d2f-8e0c-8fd7-6c61c2f02cf2",
  ]);
});

test("every attempt of every request has a different token, in the form of a UUID", () => {
  const key = fc.tuple(fc.uuid(), fc.integer({ min: 1, max: 10_000 }));
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { minLength: 2, selector: ([token, attempt]) => `${token} ${attempt}` }),
      (keys) => {
        const tokens = keys.map(([token, attempt]) => attemptToken(token, attempt));
        expect(new Set(tokens).size).toBe(keys.length);
        for (const token of tokens) {
          expect(token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
        }
      },
    ),
  );
});
