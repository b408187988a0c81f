import { UPDATED_IN_PLACE } from "./stored-configuration";

interface Change {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[] };
}

/**
 * Prints what a plan changes.
 *
 * @param plan the output of `terraform show -json`
 * @throws Error if it changes more than what is updated in place: the code of the function and its permissions
 */
export function report(plan: unknown): void {
  const { resource_changes: all } = plan as { readonly resource_changes: readonly Change[] };
  const changes = all.filter(({ change }) => change.actions.some((action) => action !== "no-op" && action !== "read"));
  for (const { address, change } of changes) console.log(`  ${change.actions.join(", ")}: ${address}`);
  const refused = changes.filter(
    ({ type, change }) => !(type in UPDATED_IN_PLACE) || change.actions.join() !== "update",
  );
  if (refused.length > 0) {
    throw new Error(
      `The upgrade would change ${refused.length} resources that it must not change: ` +
        `${refused.map(({ address }) => address).join(", ")}. Users would sign again or revoke without asking for it. ` +
        "Keep the addresses and values of the earlier version.",
    );
  }
  console.log(changes.length === 0 ? "The plan is empty." : "Nothing is signed again or revoked.");
}
