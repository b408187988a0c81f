import type { DataAwsSignerSigningJob } from "@cdktf/provider-aws/lib/data-aws-signer-signing-job";
import type { IResolvable, ITerraformDependable, TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { ResultField, ResultValue } from "./result-value";
import { StoredSigningJob } from "./stored-signing-job";
import { ItemAttribute } from "../terraform/iteration";
import type { Revocable } from "../terraform/nullable";

/** The resources of a signing job with `forEach`. */
export interface ResourcesOfItems {
  /** The job, whose address is needed only where something depends on an item. */
  readonly job: ITerraformDependable;
  readonly resource: TerraformResource;
  readonly revocation?: TerraformResource;
  readonly provider?: TerraformProvider;
  /** What Terraform reads from AWS Signer in each plan. */
  readonly live: () => DataAwsSignerSigningJob;
}

/** One item of a signing job with `forEach`. It declares no resources of its own. */
export class SigningJobItem extends StoredSigningJob {
  /** @internal */
  protected readonly _provider?: TerraformProvider;

  constructor(
    scope: Construct,
    id: string,
    private readonly key: string,
    private readonly items: ResourcesOfItems,
  ) {
    super(scope, id);
    this._provider = items.provider;
  }

  public get fqn(): string {
    return this.items.job.fqn;
  }

  /** @internal */
  protected _live(): Revocable {
    return revocableItem(this.items.live(), this.key);
  }

  /** @internal */
  protected _result(field: ResultField): IResolvable {
    return new ResultValue(field, this.items.resource, this.items.revocation, this.key);
  }
}

/** @param key key of the item. Default: the current item */
export function revocableItem(live: DataAwsSignerSigningJob, key?: string): Revocable {
  return { interpolationForAttribute: (attribute) => new ItemAttribute(live, attribute, key) };
}
