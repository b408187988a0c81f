import type { PolicyResource } from "./resource";
import { INLINE_POLICIES_SIZE, MANAGED_POLICIES, MANAGED_POLICY_SIZE, sum } from "./size";

/** Actions that are allowed on resources. */
export interface PolicyStatement {
  /** The list of actions in the Terraform language. */
  readonly actions: string;
  /** Number of characters of the list in the policy. */
  readonly actionsSize: number;
  readonly resources: readonly PolicyResource[];
}

/** The statements of each document. */
export type Documents = readonly PolicyStatement[][];

/** Size limits for the policies of a role. */
export interface RoleQuota {
  /** Total number of characters of its inline policies. */
  readonly inlineSize: number;
  readonly managedPolicies: number;
}

export const ROLE_QUOTA: RoleQuota = { inlineSize: INLINE_POLICIES_SIZE, managedPolicies: MANAGED_POLICIES };

const EMPTY_DOCUMENT = JSON.stringify({ Version: "2012-10-17", Statement: [] }).length;
const EMPTY_STATEMENT = `${JSON.stringify({ Effect: "Allow", Action: [], Resource: [] })},`.length;

/** The largest possible number of characters of a policy with these statements. */
export function documentSize(statements: readonly PolicyStatement[]): number {
  return EMPTY_DOCUMENT + sum(statements.map((each) => headerSize(each) + sum(each.resources.map(itemSize))));
}

/**
 * Distributes the statements of several stacks over the policies of the role that they share.
 *
 * @returns for each stack an inline policy and the additional managed policies that it needs. Undefined if they exceed
 * IAM's limits.
 */
export function packPolicies(
  stacks: ReadonlyArray<readonly PolicyStatement[]>,
  quota: RoleQuota,
): Documents[] | undefined {
  const inlineSizes = shareEvenly(stacks.map(documentSize), quota.inlineSize);
  const packed = stacks.map((statements, index) => pack(statements, inlineSizes[index]));
  const managed = sum(packed.map((documents) => documents.length - 1));
  // IAM accepts no policy without a statement.
  const isComplete = packed.every(([inline]) => inline.length > 0);
  return isComplete && managed <= quota.managedPolicies ? packed : undefined;
}

/** A stack that needs less than an equal share gets all that it needs, and leaves the rest to the others. */
function shareEvenly(needed: readonly number[], total: number): number[] {
  const granted = new Array<number>(needed.length);
  const smallestFirst = needed.map((_, index) => index).sort((left, right) => needed[left] - needed[right]);
  let remaining = total;
  smallestFirst.forEach((index, position) => {
    granted[index] = Math.min(needed[index], Math.floor(remaining / (needed.length - position)));
    remaining -= granted[index];
  });
  return granted;
}

interface OpenDocument {
  room: number;
  readonly statements: Map<PolicyStatement, PolicyResource[]>;
}

/**
 * Puts each resource into the first document with enough room: the inline one, or one of as many managed ones as
 * necessary.
 */
function pack(statements: readonly PolicyStatement[], inlineSize: number): Documents {
  const documents = [openDocument(inlineSize)];
  for (const statement of statements) {
    for (const resource of statement.resources) {
      const fits = (document: OpenDocument): boolean => sizeIn(document, statement, resource) <= document.room;
      let document = documents.find(fits);
      if (!document) documents.push((document = openDocument(MANAGED_POLICY_SIZE)));
      put(resource, statement, document);
    }
  }
  return documents.map(({ statements: packed }) =>
    [...packed].map(([statement, resources]) => ({ ...statement, resources })),
  );
}

function openDocument(size: number): OpenDocument {
  return { room: size - EMPTY_DOCUMENT, statements: new Map() };
}

function put(resource: PolicyResource, statement: PolicyStatement, document: OpenDocument): void {
  document.room -= sizeIn(document, statement, resource);
  const resources = document.statements.get(statement) ?? [];
  resources.push(resource);
  document.statements.set(statement, resources);
}

function sizeIn({ statements }: OpenDocument, statement: PolicyStatement, resource: PolicyResource): number {
  return itemSize(resource) + (statements.has(statement) ? 0 : headerSize(statement));
}

function headerSize({ actionsSize }: PolicyStatement): number {
  return EMPTY_STATEMENT + actionsSize;
}

function itemSize({ size }: PolicyResource): number {
  return size + '"",'.length;
}
