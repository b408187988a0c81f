import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Annotations, IResolveContext, ITerraformDependable, TerraformProvider, TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import type { RolePolicyStatement } from "./role-policy-statement";
import { AwsEnvironment, idForProvider } from "../terraform/aws-environment";
import { plainText, plainTexts } from "../terraform/hcl";
import { nameFromPath } from "../terraform/name-from-path";
import { ROLE_QUOTA } from "./policy/budget";
import { PolicyDocument } from "./policy/document";
import { noRoom, policyWarnings, REVOCATION_POLICY_MISSING } from "./policy/messages";
import type { PolicyStatement } from "./policy/packing";
import { RoleDocuments } from "./role-documents";
import { RolePolicies } from "./role-policies";
import { Rights, RoleRights } from "./role-rights";
import { revocationStatements } from "./signing-job-statements";
import { referencePath } from "../terraform/reference-path";
import { isToken } from "../terraform/tokens";

/** What the provider adds to a `name_prefix` of a role makes it 64 characters at most. */
const MAX_ROLE_NAME_PREFIX = 38;

/** What is to be known of the role. */
export interface FunctionRoleProps {
  /** A role of the user's own, to be left alone. */
  readonly roleArn?: string;
  readonly roleName?: string;
  readonly rolePath?: string;
  readonly permissionsBoundaryArn?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/** Who wants the function to be allowed something. */
export interface Grantee {
  readonly signingJob: IConstruct;
  /** AWS provider of the job. */
  readonly provider?: TerraformProvider;
}

/** Where the policies are that hold rights, or for a role of the user's own the documents. */
interface Place {
  readonly rights: Rights;
  readonly provider?: TerraformProvider;
  readonly policies?: RolePolicies;
  readonly documents?: RoleDocuments;
}

/**
 * The role of the function, and what it may do.
 *
 * What the jobs of another stack need is in policies of that stack, because a stack cannot know what those make that come after it.
 */
export class FunctionRole {
  public readonly arn: string;
  /** Undefined for a role of the user's own. */
  public readonly role?: IamRole;
  public readonly policy?: IamRolePolicy;
  /** What the jobs of the stack need in which it is used. */
  public readonly policyDocument: PolicyDocument;
  /** The same for what revokes. Undefined for a role that is made here. */
  public readonly revocationPolicyDocument?: PolicyDocument;

  private readonly rights: RoleRights;
  private readonly home: Place;
  private readonly places = new Map<string, Place>();

  constructor(
    private readonly scope: Construct,
    private readonly props: FunctionRoleProps,
  ) {
    this.rights = new RoleRights(props.roleArn === undefined ? ROLE_QUOTA : { ...ROLE_QUOTA, managedPolicies: 0 });
    this.role = props.roleArn === undefined ? this.createRole() : undefined;
    this.arn = this.role?.arn ?? plainText(props.roleArn!);
    this.home = this.createPlace(scope, props.provider);
    this.policy = this.home.policies?.inline;
    this.policyDocument = new PolicyDocument((context) => this.statementsIn(context));
    if (!this.role) {
      this.revocationPolicyDocument = new PolicyDocument((context) => this.revocationStatementsIn(context));
    }
  }

  /** Allows what is the function's own. */
  public allow(statement: RolePolicyStatement): void {
    this.home.rights.allow(statement);
  }

  /** @returns the policy to wait for, where waiting for the function is not enough. */
  public allowSigning(statements: readonly RolePolicyStatement[], grantee: Grantee): ITerraformDependable | undefined {
    const place = this.placeOf(grantee);
    statements.forEach((statement) => place.rights.allow(statement));
    return place === this.home ? undefined : place.policies?.inline;
  }

  public allowRevocation(jobOwner: string | undefined, grantee: Grantee): ITerraformDependable | undefined {
    const { rights, policies, documents, provider } = this.placeOf(grantee);
    const statements = revocationStatements(AwsEnvironment.of(rights.scope, provider), jobOwner);
    documents?.allowRevocation(statements);
    if (!policies) return undefined;
    // An account that is known only when Terraform runs cannot be told from others, so its jobs have a policy each.
    const account = isToken(jobOwner) ? grantee.signingJob.node.addr : jobOwner;
    return policies.separate(account === undefined ? "revocation" : `revocation-${account}`, statements);
  }

  private placeOf({ signingJob, provider }: Grantee): Place {
    const stack = TerraformStack.of(signingJob);
    if (stack === TerraformStack.of(this.scope)) return this.home;
    // What a role of the user's own needs is in the documents of a stack, whichever provider a job has.
    const key = this.role ? `${provider?.alias} ${stack.node.path}` : stack.node.path;
    const existing = this.places.get(key);
    if (existing) return existing;
    const id = idForProvider(`AwsSignerRole-${nameFromPath(this.scope, { maxLength: 64, separator: "-" })}`, provider);
    const place = this.createPlace(new Construct(stack, id), provider);
    this.places.set(key, place);
    return place;
  }

  private createPlace(scope: Construct, provider: TerraformProvider | undefined): Place {
    const place = this.role ? this.createPolicies(scope, provider, this.role) : this.createDocuments(scope, provider);
    scope.node.addValidation({ validate: () => this.findProblems(place) });
    return place;
  }

  private createPolicies(scope: Construct, provider: TerraformProvider | undefined, role: IamRole): Place {
    const policies = new RolePolicies(scope, this.rights, {
      roleName: role.name,
      isRoleShared: scope !== this.scope,
      path: this.path,
      tags: this.tags,
      provider,
    });
    return { rights: policies.rights, policies, provider };
  }

  private createDocuments(scope: Construct, provider: TerraformProvider | undefined): Place {
    const documents = new RoleDocuments(scope, this.rights, provider);
    return { rights: documents.rights, documents, provider };
  }

  private createRole(): IamRole {
    const { roleName, permissionsBoundaryArn, provider } = this.props;
    return new IamRole(this.scope, "Role", {
      name: roleName,
      namePrefix:
        roleName === undefined
          ? `${nameFromPath(this.scope, { maxLength: MAX_ROLE_NAME_PREFIX - 1, separator: "-" })}-`
          : undefined,
      path: this.path,
      permissionsBoundary: permissionsBoundaryArn && plainText(permissionsBoundaryArn),
      description: "Runs AWS Signer signing jobs for Terraform",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
      tags: this.tags,
      provider,
      // A construct that moves keeps its role: the prefix is there for people.
      lifecycle: { ignoreChanges: ["name_prefix"] },
    });
  }

  private get path(): string | undefined {
    return this.props.rolePath && plainText(this.props.rolePath);
  }

  private get tags(): { [key: string]: string } | undefined {
    return this.props.tags && plainTexts(this.props.tags);
  }

  private statementsIn(context: IResolveContext): readonly PolicyStatement[] {
    const place = this.placeIn(context);
    if (place.documents) place.documents.isPolicyUsed = true;
    if (context.preparing) this.rights.forgetPlans();
    const plan = context.preparing ? undefined : this.rights.planFor(place.rights);
    return plan?.documents.flat() ?? place.rights.statements(context);
  }

  private revocationStatementsIn(context: IResolveContext): readonly PolicyStatement[] {
    const documents = this.placeIn(context).documents!;
    documents.isRevocationPolicyUsed = true;
    return documents.revocationRights.statements(context);
  }

  /** The place in the stack in which a document is used. */
  private placeIn({ scope }: IResolveContext): Place {
    const stack = TerraformStack.of(scope);
    const places = [this.home, ...this.places.values()];
    return places.find(({ rights }) => TerraformStack.of(rights.scope) === stack) ?? this.home;
  }

  private findProblems(place: Place): string[] {
    if (place.documents && !place.documents.isPolicyUsed) return [];
    const plan = this.rights.planFor(place.rights);
    if (!plan) return [noRoom(this.rights.size)];
    const warnings = policyWarnings(plan);
    if (place.documents?.isRevocationPolicyMissing) warnings.push(REVOCATION_POLICY_MISSING);
    warnings.forEach((warning) => Annotations.of(place.rights.scope).addWarning(warning));
    return this.findCycle(place);
  }

  /** Terraform would report the same, but in addresses, and without a way out. */
  private findCycle({ policies }: Place): string[] {
    const path = policies && referencePath(policies.inline, policies.inline);
    if (!path) return [];
    return [
      "the policy of the function's role depends on what a signing job of the same function gives " +
        `(${path
          .slice(0, -1)
          .map((element) => `"${element.node.path}"`)
          .join(" → ")}), which Terraform cannot order. ` +
        'Where a job signs what another job has signed, give it a "signingFunction" of its own: new SigningFunction(…)',
    ];
  }
}
