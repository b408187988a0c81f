import { documentSize, pack, PolicyStatement } from "./packing";
import { INLINE_POLICIES_SIZE, MANAGED_POLICIES, MANAGED_POLICY_SIZE, sum } from "./size";

/** What the policies of a role may amount to. */
export interface RoleQuota {
  /** How many characters its inline policies may have together. */
  readonly inlineSize: number;
  readonly managedPolicies: number;
}

export const ROLE_QUOTA: RoleQuota = { inlineSize: INLINE_POLICIES_SIZE, managedPolicies: MANAGED_POLICIES };

/**
 * Divides a role's quota among those who want it to be allowed something.
 *
 * @param wishes the statements of each.
 * @returns for each the sizes that its documents may have: one inline policy, and managed policies if that is not enough.
 */
export function shareQuota(wishes: ReadonlyArray<readonly PolicyStatement[]>, quota: RoleQuota): number[][] {
  const inlineSizes = shareEvenly(wishes.map(documentSize), quota.inlineSize);
  const wanted = wishes.map((statements, index) => managedPoliciesFor(statements, inlineSizes[index]));
  const granted = sharePieces(wanted, quota.managedPolicies);
  return inlineSizes.map((inlineSize, index) => [
    inlineSize,
    ...new Array<number>(granted[index]).fill(MANAGED_POLICY_SIZE),
  ]);
}

/** Who wants less than an even share gets what it wants, and leaves the rest to the others. */
function shareEvenly(wanted: readonly number[], total: number): number[] {
  const granted = new Array<number>(wanted.length);
  const smallestFirst = wanted.map((_, index) => index).sort((left, right) => wanted[left] - wanted[right]);
  let remaining = total;
  smallestFirst.forEach((index, position) => {
    granted[index] = Math.min(wanted[index], Math.floor(remaining / (wanted.length - position)));
    remaining -= granted[index];
  });
  return granted;
}

/** How many managed policies it takes beside the inline one for nothing to be widened. */
function managedPoliciesFor(statements: readonly PolicyStatement[], inlineSize: number): number {
  const most = Math.ceil(documentSize(statements) / MANAGED_POLICY_SIZE) * 2;
  const packed = pack(statements, [inlineSize, ...new Array<number>(most).fill(MANAGED_POLICY_SIZE)]);
  return packed ? packed.length - 1 : most;
}

/** Each part in turn goes to who has fewest of what it wants. */
function sharePieces(wanted: readonly number[], total: number): number[] {
  const granted = wanted.map(() => 0);
  for (let left = Math.min(total, sum(wanted)); left > 0; left--) {
    const lack = wanted.map((count, index) => (granted[index] < count ? count / (granted[index] + 1) : 0));
    granted[lack.indexOf(Math.max(...lack))]++;
  }
  return granted;
}
