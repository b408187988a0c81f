import { types } from "node:util";

/**
 * Jest runs tests in a separate realm, where errors of Node's own modules are not instances of `Error`, so the
 * AWS SDK drops their messages. Outside Jest there is only one realm. This file simulates that.
 */
export function errorsOfNodeAreErrors(): void {
  const inherited = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(Error, Symbol.hasInstance, {
    value(this: typeof Error, value: unknown): boolean {
      return inherited.call(this, value) || (this === Error && types.isNativeError(value));
    },
  });
}
