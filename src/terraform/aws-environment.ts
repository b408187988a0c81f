import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/**
 * Id of a construct that exists once per AWS provider of a stack. A provider without an alias is the stack's default.
 */
export function idForProvider(id: string, provider: TerraformProvider | undefined): string {
  return provider?.alias === undefined ? id : `${id}-${provider.alias}`;
}

/**
 * Partition, Region and account of an AWS provider. Each lookup is declared when it is first used.
 *
 * There is one environment per stack and provider, so many imported profiles do not create many equal data sources.
 */
export class AwsEnvironment extends Construct {
  public static of(scope: Construct, provider?: TerraformProvider): AwsEnvironment {
    const stack = TerraformStack.of(scope);
    const id = idForProvider("AwsSignerEnvironment", provider);
    const existing = stack.node.tryFindChild(id) as AwsEnvironment | undefined;
    return existing ?? new AwsEnvironment(stack, id, provider);
  }

  // Tokens are kept, because every signing job uses them, and cdktf records a stack trace for each new token.
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

  /** Address in Terraform of a data source that exists whenever the environment exists. */
  public get fqn(): string {
    return this.lookUpPartition().fqn;
  }

  public get partition(): string {
    return (this.partitionToken ??= this.lookUpPartition().partition);
  }

  /** The Region's code, such as `eu-west-1`. The data source's `name` is deprecated in provider 6. */
  public get region(): string {
    return (this.regionToken ??= new DataAwsRegion(this, "Region", { provider: this.provider }).id);
  }

  public get accountId(): string {
    return (this.accountIdToken ??= new DataAwsCallerIdentity(this, "CallerIdentity", {
      provider: this.provider,
    }).accountId);
  }

  private lookUpPartition(): DataAwsPartition {
    return (this.partitionLookup ??= new DataAwsPartition(this, "Partition", { provider: this.provider }));
  }
}
