import {
  IResolvable,
  IResolveContext,
  ITerraformDependable,
  TerraformDataSource,
  TerraformElement,
  TerraformResource,
  TerraformStack,
  Token,
} from "cdktf";
import { Construct, IConstruct } from "constructs";

/**
 * The `depends_on` of a construct's Terraform resource. It lists the dependencies that the construct itself names. It
 * also lists those that `node.addDependency` added to the construct or to a scope around it, which cdktf ignores.
 *
 * The list is built at synthesis, because dependencies can be added at any time before. A resource of another stack
 * cannot be listed, so the whole other stack is deployed first.
 */
export function dependsOn(scope: IConstruct, own: () => readonly ITerraformDependable[]): string[] {
  const stack = TerraformStack.of(scope);
  return Token.asList(
    new Addresses(() => {
      const dependencies = [...own(), ...nodeDependencies(scope)];
      const [here, elsewhere] = partition(dependencies, (dependency) => stackOf(dependency, stack) === stack);
      elsewhere.forEach((dependency) => stack.addDependency(stackOf(dependency, stack)));
      return [...new Set(here.map((dependency) => dependency.fqn))];
    }),
  );
}

/** Addresses without the braces of an expression, or `undefined` if the list is empty. */
class Addresses implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly produce: () => readonly string[]) {}

  public resolve(context: IResolveContext): string[] | undefined {
    const addresses = this.produce();
    context.suppressBraces = true;
    return addresses.length === 0 ? undefined : [...addresses];
  }

  public toString(): string {
    return Token.asString(this);
  }
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
    isTerraformModule(element)
  );
}

/** Also recognizes modules of another copy of the framework. The framework has no type test for modules. */
function isTerraformModule(element: IConstruct): boolean {
  return TerraformElement.isTerraformElement(element) && "interpolationForOutput" in element;
}
