export interface Statement {
  readonly Effect: string;
  readonly Action: string[];
  readonly Resource: string[];
}

/**
 * The statements of a policy as it stands in the configuration: `${jsonencode({"Version" = …})}`, where a resource may
 * be an expression of references, but not one with quotes.
 */
export function statementsOf(policy: string): Statement[] {
  const [, hcl] = /^\$\{jsonencode\((.*)\)\}$/.exec(policy) ?? [];
  if (hcl === undefined) throw new Error(`not a policy: ${policy}`);
  const json = hcl
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) =>
      // Every second part is a string of the Terraform language.
      index % 2 === 1
        ? part.replaceAll("$${", "${").replaceAll("\\u0024", "$")
        : part.replaceAll(" = ", ":").replace(/[a-z_]\w*(?:\.[\w-]+)+/g, (reference) => `"\${${reference}}"`),
    )
    .join("");
  return (JSON.parse(json) as { Statement: Statement[] }).Statement;
}

/** What a policy grants, one line for each action on each resource, sorted, with references cut to their last part. */
export function grantsOf(policy: string): string[] {
  return statementsOf(policy)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${readable(resource)}`)),
    )
    .sort();
}

/** `${data.aws_partition.name.partition}` → `<partition>` */
function readable(resource: string): string {
  return resource.replace(/\$\{(?:[\w-]+\.)+([\w-]+)\}/g, "<$1>");
}
