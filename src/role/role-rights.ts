import { DefaultTokenResolver, IResolvable, IResolveContext, StringConcat, TerraformStack, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { RoleQuota, shareQuota } from "./policy/budget";
import { knownTextsOf } from "./policy/configured-literals";
import { policyStatements } from "./policy/document";
import { documentSize, PolicyStatement } from "./policy/packing";
import { planPolicies, PolicyPlan } from "./policy/plan";
import { sum } from "./policy/size";
import type { RolePolicyStatement } from "./role-policy-statement";

/** What a role is to be allowed by the constructs of one scope. It grows until synthesis. */
export class Rights {
  /** Each thing once: to look at what each of many signing jobs asks for takes most of a synthesis. */
  private readonly byActions = new Map<string, { readonly actions: string[]; readonly resources: Set<string> }>();

  constructor(public readonly scope: Construct) {}

  public allow({ actions, resources }: RolePolicyStatement): void {
    const key = JSON.stringify(actions);
    const same = this.byActions.get(key) ?? { actions, resources: new Set() };
    resources.forEach((resource) => same.resources.add(resource));
    this.byActions.set(key, same);
  }

  /** Changes when more is allowed. */
  public get count(): number {
    return sum([...this.byActions.values()].map(({ resources }) => resources.size));
  }

  /** The statements as they were asked for. */
  public statements(context: IResolveContext): PolicyStatement[] {
    return policyStatements(this.allowed, context);
  }

  /** The statements with all that is known before Terraform runs, looked at from outside of a resolution. */
  public analyze(): PolicyStatement[] {
    const simplify = knownTextsOf(TerraformStack.of(this.scope));
    return resolveIn(this.scope, (context) => policyStatements(this.allowed, context, simplify));
  }

  private get allowed(): RolePolicyStatement[] {
    return [...this.byActions.values()].map(({ actions, resources }) => ({ actions, resources: [...resources] }));
  }
}

/** All that a role is to be allowed, and how its policies share the role's quota. */
export class RoleRights {
  private readonly rights: Rights[] = [];
  /** Those that have an inline policy of their own, whatever else there is. */
  private readonly separate: Rights[] = [];
  private plans?: { readonly count: number; readonly of: ReadonlyMap<Rights, PolicyPlan | undefined> };

  constructor(private readonly quota: RoleQuota) {}

  public add(scope: Construct): Rights {
    const rights = new Rights(scope);
    this.rights.push(rights);
    return rights;
  }

  public addSeparate(scope: Construct): Rights {
    const rights = new Rights(scope);
    this.separate.push(rights);
    return rights;
  }

  /** How the rights are put into policies. Undefined if IAM has no room for them. */
  public planFor(rights: Rights): PolicyPlan | undefined {
    const count = sum([...this.rights, ...this.separate].map((each) => each.count));
    if (this.plans?.count !== count) this.plans = { count, of: this.plan() };
    return this.plans.of.get(rights);
  }

  /** How many characters it takes at most to say everything as it is. */
  public get size(): number {
    return sum(this.rights.map((each) => documentSize(each.analyze())));
  }

  /** References between stacks look different once they are prepared. */
  public forgetPlans(): void {
    this.plans = undefined;
  }

  private plan(): Map<Rights, PolicyPlan | undefined> {
    const sorted = [...this.rights].sort((left, right) => (left.scope.node.path < right.scope.node.path ? -1 : 1));
    const separateSize = sum(this.separate.map((each) => documentSize(each.analyze())));
    const quota = { ...this.quota, inlineSize: this.quota.inlineSize - separateSize };
    const wishes = sorted.map((rights) => rights.analyze());
    const shares = shareQuota(wishes, quota);
    return new Map(sorted.map((rights, index) => [rights, planPolicies(wishes[index], shares[index])]));
  }
}

/** Does something that takes a context of cdktf's resolution. */
function resolveIn<T>(scope: Construct, produce: (context: IResolveContext) => T): T {
  let result: { readonly value: T } | undefined;
  const probe: IResolvable = {
    creationStack: [],
    resolve: (context: IResolveContext) => {
      result = { value: produce(context) };
      return "";
    },
    toString: () => "",
  };
  Tokenization.resolve(probe, { scope, resolver: new DefaultTokenResolver(new StringConcat()) });
  return result!.value;
}
