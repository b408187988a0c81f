import {
  dependable,
  ITerraformDependable,
  Lazy,
  TerraformDataSource,
  TerraformModule,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import type { IConstruct } from "constructs";

/**
 * The `depends_on` of a construct's Terraform resource: what the construct itself names, and what
 * `node.addDependency` was told about the construct or a scope around it, which cdktf ignores.
 *
 * It is put together at synthesis, because dependencies may be added at any time before.
 */
export function dependsOn(scope: IConstruct, own: () => readonly ITerraformDependable[]): string[] {
  return Lazy.listValue({
    produce: () => {
      const addresses = new Set([...own(), ...nodeDependencies(scope)].map((dependency) => dependency.fqn));
      return addresses.size === 0 ? undefined : [...addresses].map((fqn) => dependable({ fqn }));
    },
  });
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
