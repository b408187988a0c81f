import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** What follows "aws-signer-" in the ids of constructs that this library makes in a stack. */
const TAKEN = /^(default$|environment-|role-)/;

/** Tells AWS providers of one stack apart. The one without alias is the same whether it is named or not. */
export function providerKey(provider: TerraformProvider | undefined): string {
  const { alias } = provider ?? {};
  if (alias === undefined) return "default";
  // No alias has a dot.
  return TAKEN.test(alias) ? `alias.${alias}` : alias;
}

/**
 * Where an AWS provider works: partition, region and account, looked up when first used.
 *
 * One per stack and provider, so that many imported profiles do not bring many equal data sources.
 */
export class AwsEnvironment extends Construct {
  public static of(scope: Construct, provider?: TerraformProvider): AwsEnvironment {
    const stack = TerraformStack.of(scope);
    const id = `aws-signer-environment-${providerKey(provider)}`;
    const existing = stack.node.tryFindChild(id) as AwsEnvironment | undefined;
    return existing ?? new AwsEnvironment(stack, id, provider);
  }

  // Tokens are kept, because every signing job uses them, and cdktf records a stack trace for each that is made.
  private partitionLookup?: DataAwsPartition;
  private partitionToken?: string;
  private regionToken?: string;
  private accountIdToken?: string;

  private constructor(
    scope: Construct,
    id: string,
    private readonly provider?: TerraformProvider,
  ) {
    super(scope, id);
  }

  /** Address of something in Terraform that is there whenever the environment is. */
  public get fqn(): string {
    return this.lookUpPartition().fqn;
  }

  public get partition(): string {
    return (this.partitionToken ??= this.lookUpPartition().partition);
  }

  /** The region's code, such as `eu-west-1`. (`name` of the data source is deprecated in provider 6.) */
  public get region(): string {
    return (this.regionToken ??= new DataAwsRegion(this, "region", { provider: this.provider }).id);
  }

  public get accountId(): string {
    return (this.accountIdToken ??= new DataAwsCallerIdentity(this, "caller-identity", {
      provider: this.provider,
    }).accountId);
  }

  private lookUpPartition(): DataAwsPartition {
    return (this.partitionLookup ??= new DataAwsPartition(this, "partition", { provider: this.provider }));
  }
}
