import {
  dependable,
  ITerraformDependable,
  Lazy,
  TerraformDataSource,
  TerraformModule,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { Construct, IConstruct } from "constructs";

/**
 * The `depends_on` of a construct's Terraform resource: what the construct itself names, and what
 * `node.addDependency` was told about the construct or a scope around it, which cdktf ignores.
 *
 * It is put together at synthesis, because dependencies may be added at any time before. A resource of another stack
 * cannot be named; there the whole stack comes first.
 */
export function dependsOn(scope: IConstruct, own: () => readonly ITerraformDependable[]): string[] {
  const stack = TerraformStack.of(scope);
  return Lazy.listValue({
    produce: () => {
      const dependencies = [...own(), ...nodeDependencies(scope)];
      const [here, elsewhere] = partition(dependencies, (dependency) => stackOf(dependency, stack) === stack);
      elsewhere.forEach((dependency) => stack.addDependency(stackOf(dependency, stack)));
      const addresses = new Set(here.map((dependency) => dependency.fqn));
      return addresses.size === 0 ? undefined : [...addresses].map((fqn) => dependable({ fqn }));
    },
  });
}

function stackOf(dependency: ITerraformDependable, fallback: TerraformStack): TerraformStack {
  return Construct.isConstruct(dependency) ? TerraformStack.of(dependency) : fallback;
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

function nodeDependencies(scope: IConstruct): ITerraformDependable[] {
  const scopes = scope.node.scopes.filter((candidate) => !TerraformStack.isStack(candidate) && candidate.node.scope);
  return scopes
    .flatMap((candidate) => candidate.node.dependencies)
    .flatMap((dependency) => dependency.node.findAll())
    .filter((element) => !element.node.scopes.includes(scope))
    .filter(isDependable);
}

function isDependable(element: IConstruct): element is IConstruct & ITerraformDependable {
  return (
    TerraformResource.isTerraformResource(element) ||
    TerraformDataSource.isTerraformDataSource(element) ||
    element instanceof TerraformModule
  );
}
