import type { PolicyResource } from "./resource";
import { sum } from "./size";

/** Actions that are allowed on resources. */
export interface PolicyStatement {
  /** The list of actions in the Terraform language. */
  readonly actions: string;
  /** How many characters the list takes in the policy. */
  readonly actionsSize: number;
  readonly resources: readonly PolicyResource[];
}

interface OpenDocument {
  room: number;
  readonly statements: Map<PolicyStatement, PolicyResource[]>;
}

const EMPTY_DOCUMENT = JSON.stringify({ Version: "2012-10-17", Statement: [] }).length;
const EMPTY_STATEMENT = `${JSON.stringify({ Effect: "Allow", Action: [], Resource: [] })},`.length;

/** How many characters a policy with these statements takes at most. */
export function documentSize(statements: readonly PolicyStatement[]): number {
  return EMPTY_DOCUMENT + sum(statements.map((each) => headerSize(each) + sum(each.resources.map(itemSize))));
}

/**
 * Distributes statements over documents of at most these sizes: each resource goes into the first one that has room for it.
 * Undefined if one finds no room, or if nothing is left for the first document: IAM takes no policy without a statement.
 */
export function pack(
  statements: readonly PolicyStatement[],
  sizes: readonly number[],
): PolicyStatement[][] | undefined {
  const documents = sizes.map((size): OpenDocument => ({ room: size - EMPTY_DOCUMENT, statements: new Map() }));
  for (const statement of statements) {
    for (const resource of statement.resources) {
      const document = documents.find(({ room, statements: open }) => {
        return itemSize(resource) + (open.has(statement) ? 0 : headerSize(statement)) <= room;
      });
      if (!document) return undefined;
      put(resource, statement, document);
    }
  }
  const filled = documents.map(close);
  return filled[0].length === 0 ? undefined : filled.filter((document) => document.length > 0);
}

function put(resource: PolicyResource, statement: PolicyStatement, document: OpenDocument): void {
  const resources = document.statements.get(statement);
  if (resources) {
    resources.push(resource);
  } else {
    document.statements.set(statement, [resource]);
    document.room -= headerSize(statement);
  }
  document.room -= itemSize(resource);
}

function close({ statements }: OpenDocument): PolicyStatement[] {
  return [...statements].map(([statement, resources]) => ({ ...statement, resources }));
}

function headerSize({ actionsSize }: PolicyStatement): number {
  return EMPTY_STATEMENT + actionsSize;
}

function itemSize({ size }: PolicyResource): number {
  return size + '"",'.length;
}
