import type { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { ISigningFunction } from "./signing-function-interface";
import { ValidationError } from "../validation/errors";

/** The functions passed to `setDefault`, and the scopes that used another function instead. */
export class DefaultFunctions<T extends ISigningFunction> {
  private readonly functions = new WeakMap<IConstruct, T>();
  private readonly withoutDefault = new WeakMap<IConstruct, Set<string | undefined>>();

  public set(scope: IConstruct, signingFunction: T): void {
    if (this.functions.has(scope)) {
      throw new ValidationError(scope, "setDefault was called twice for this scope: call it once");
    }
    if (this.withoutDefault.get(scope)?.has(signingFunction.provider?.alias)) {
      throw new ValidationError(
        scope,
        "setDefault was called after a signing job of this scope, which has another function already: call it before the first job",
      );
    }
    this.functions.set(scope, signingFunction);
  }

  /**
   * The function of the innermost scope that has one for the AWS provider. Without a provider, one with any provider.
   */
  public find(scope: IConstruct, provider: TerraformProvider | undefined): T | undefined {
    for (const outer of [...scope.node.scopes].reverse()) {
      const found = this.functions.get(outer);
      if (found && (!provider || provider.alias === found.provider?.alias)) return found;
    }
    return undefined;
  }

  /** Remembers that a scope used a function other than a default. */
  public doWithout(scope: IConstruct, provider: TerraformProvider | undefined): void {
    for (const outer of scope.node.scopes) {
      const aliases = this.withoutDefault.get(outer) ?? new Set();
      this.withoutDefault.set(outer, aliases.add(provider?.alias));
    }
  }
}
