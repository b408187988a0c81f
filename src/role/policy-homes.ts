import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import type { RoleUser, SourceLocation } from "./function-role";
import { PolicyDocument, policyStatements } from "./policy/document";
import { documentSize, Documents, packPolicies, RoleQuota } from "./policy/packing";
import { compare, sum } from "./policy/size";
import type { RolePolicyStatement } from "./role-policy-statement";
import type { RoleStatements } from "./role-statements";
import { sourcesStatement } from "./signing-job-statements";
import { AwsEnvironment, idForProvider } from "../terraform/aws-environment";
import { nameFromPath } from "../terraform/name-from-path";
import { literalBeginning, resolvedText } from "../terraform/tokens";
import { ValidationError } from "../validation/errors";

/** Collects the statements that the signing jobs of one stack need. */
export interface PolicyHome {
  readonly scope: Construct;
  readonly statements: RoleStatements;
  /** Statements of additional inline policies, which allow revoking. */
  readonly revocationStatements: readonly RoleStatements[];
}

/**
 * The homes of a role's policies. The jobs of another stack have a home in their own stack, because the function's
 * stack is deployed first and cannot refer to resources of a later stack.
 */
export class PolicyHomes<Home extends PolicyHome> {
  /** The home in the function's stack. */
  public readonly own: Home;

  private readonly others = new Map<string, Home>();
  private readonly environments = new Map<AwsEnvironment, Home>();
  private readonly sources: Array<readonly [bucketName: string, keyPrefix: string]> = [];
  /** Actions that the program allows, beside those of its signing jobs. */
  private readonly actions = new Set<string>();
  private packed?: { readonly count: number; readonly documents?: ReadonlyMap<PolicyHome, Documents> };

  constructor(
    private readonly functionScope: Construct,
    private readonly createHome: (scope: Construct, provider?: TerraformProvider) => Home,
    provider?: TerraformProvider,
  ) {
    this.own = createHome(functionScope, provider);
    this.environments.set(AwsEnvironment.of(functionScope, provider), this.own);
  }

  public get all(): Home[] {
    return [this.own, ...this.others.values()];
  }

  /** @param provider the AWS provider, if each one of a stack has its own home */
  public in(stack: TerraformStack, provider?: TerraformProvider): Home {
    if (stack === TerraformStack.of(this.functionScope)) return this.own;
    const name = nameFromPath(this.functionScope, { maxLength: 64, separator: "-" });
    const id = idForProvider(`AwsSignerRole-${name}`, provider);
    const key = `${stack.node.path} ${id}`;
    const home = this.others.get(key) ?? this.createHome(new Construct(stack, id), provider);
    this.others.set(key, home);
    return home;
  }

  /** Allows the signing jobs of another AWS provider to read the sources that all jobs may read. */
  public enter(home: Home, { job, provider }: RoleUser): AwsEnvironment {
    const environment = AwsEnvironment.of(job, provider);
    if (!this.environments.has(environment)) {
      this.environments.set(environment, home);
      this.sources.forEach(([bucket, prefix]) => home.statements.add(sourcesStatement(environment, bucket, prefix)));
    }
    return environment;
  }

  public allow({ actions, resources }: RolePolicyStatement): void {
    actions.forEach((action) => this.actions.add(action));
    this.own.statements.add({ actions, resources });
  }

  public allowsAction(action: string): boolean {
    return this.actions.has(action);
  }

  public allowSources(bucketName: string, keyPrefix: string): void {
    this.sources.push([bucketName, keyPrefix]);
    this.environments.forEach((home, environment) =>
      home.statements.add(sourcesStatement(environment, bucketName, keyPrefix)),
    );
  }

  /** Whether the jobs may read objects whose keys begin as this one does, as far as the beginnings are literals. */
  public allowsSource(scope: IConstruct, { bucketName, key }: SourceLocation): boolean {
    const beginning = literalBeginning(key);
    return this.sources.some(([bucket, keyPrefix]) => {
      const prefix = literalBeginning(keyPrefix);
      const isSameBucket = bucket === bucketName || resolvedText(bucket, scope) === resolvedText(bucketName, scope);
      return isSameBucket && (prefix.startsWith(beginning) || beginning.startsWith(prefix));
    });
  }

  /** A policy with statements of all homes in the scope's stack, as JSON. */
  public documentFor(scope: IConstruct, statementsOf: (home: Home) => readonly RoleStatements[]): string {
    const stack = TerraformStack.of(scope);
    const document = new PolicyDocument((context) => {
      const homes = this.all.filter((home) => TerraformStack.of(home.scope) === stack);
      const statements = homes.flatMap(statementsOf).flatMap((each) => each.all);
      if (statements.length === 0) {
        throw new ValidationError(
          this.functionScope,
          `no policy can be written for the stack "${stack.node.id}": none of its signing jobs uses this function, and IAM accepts ` +
            "no policy without a statement. Pass a construct of a stack with such signing jobs",
        );
      }
      return policyStatements(statements, context);
    });
    return document.toString();
  }

  /**
   * Divides the statements of homes among policies.
   *
   * @returns the documents of each home. Undefined if they exceed IAM's limits.
   */
  public pack(homes: readonly Home[], quota: RoleQuota): ReadonlyMap<PolicyHome, Documents> | undefined {
    const count = sum(homes.flatMap(allStatements).map((statements) => statements.count));
    if (this.packed?.count !== count) this.packed = { count, documents: packHomes(homes, quota) };
    return this.packed.documents;
  }
}

function packHomes(homes: readonly PolicyHome[], quota: RoleQuota): ReadonlyMap<PolicyHome, Documents> | undefined {
  const sorted = [...homes].sort((left, right) => compare(left.scope.node.path, right.scope.node.path));
  const revocationSize = sum(
    homes.flatMap(({ scope, revocationStatements }) =>
      revocationStatements.map((statements) => documentSize(statements.resolveIn(scope))),
    ),
  );
  const documents = packPolicies(
    sorted.map(({ scope, statements }) => statements.resolveIn(scope)),
    { ...quota, inlineSize: quota.inlineSize - revocationSize },
  );
  return documents && new Map(sorted.map((home, index) => [home, documents[index]]));
}

function allStatements({ statements, revocationStatements }: PolicyHome): RoleStatements[] {
  return [statements, ...revocationStatements];
}
