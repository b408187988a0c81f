import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** Tells AWS providers of one stack apart. The one without alias is the same whether it is named or not. */
export function providerKey(provider: TerraformProvider | undefined): string {
  return provider?.alias ?? "default";
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

  private dataPartition?: DataAwsPartition;
  private dataRegion?: DataAwsRegion;
  private dataCallerIdentity?: DataAwsCallerIdentity;

  private constructor(
    scope: Construct,
    id: string,
    private readonly provider?: TerraformProvider,
  ) {
    super(scope, id);
  }

  /** Address of something in Terraform that is there whenever the environment is. */
  public get fqn(): string {
    return this.partitionLookup.fqn;
  }

  public get partition(): string {
    return this.partitionLookup.partition;
  }

  /** The region's code, such as `eu-west-1`. (`name` of the data source is deprecated in provider 6.) */
  public get region(): string {
    this.dataRegion ??= new DataAwsRegion(this, "region", { provider: this.provider });
    return this.dataRegion.id;
  }

  public get accountId(): string {
    this.dataCallerIdentity ??= new DataAwsCallerIdentity(this, "caller-identity", { provider: this.provider });
    return this.dataCallerIdentity.accountId;
  }

  private get partitionLookup(): DataAwsPartition {
    this.dataPartition ??= new DataAwsPartition(this, "partition", { provider: this.provider });
    return this.dataPartition;
  }
}
