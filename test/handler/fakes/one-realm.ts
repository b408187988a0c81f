import { types } from "node:util";

/**
 * Jest runs tests in a realm of their own, in which errors of Node's own modules are no instances of `Error`, so that the
 * AWS SDK throws away what they say. Outside of Jest there is one realm only; this makes it look so.
 */
export function errorsOfNodeAreErrors(): void {
  const inherited = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(Error, Symbol.hasInstance, {
    value(this: typeof Error, value: unknown): boolean {
      return inherited.call(this, value) || (this === Error && types.isNativeError(value));
    },
  });
}
