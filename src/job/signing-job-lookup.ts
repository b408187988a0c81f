import {
  DataAwsSignerSigningJob,
  DataAwsSignerSigningJobConfig,
} from "@cdktf/provider-aws/lib/data-aws-signer-signing-job";
import { IResolvable, IResolveContext, ref } from "cdktf";
import type { Construct } from "constructs";
import { expressionFor, HclExpression, plainText } from "../terraform/hcl";
import { onlyAsJson } from "../terraform/json-only";
import { isToken } from "../terraform/tokens";

/** A text that can be part of an address in Terraform unchanged. Ids of AWS Signer can, a token cannot. */
const PLAIN_ID = /^[A-Za-z0-9-]+$/;

/**
 * A signing job that is looked up in each plan.
 *
 * The provider's error for an unknown job omits the id ("reading Signer signing job ()", measured with `hashicorp/aws`
 * 5.100.0), but Terraform adds the address of the failed data source. An id that is known at synthesis therefore
 * becomes part of the address: the lookup is a `for_each` over that one id.
 */
export class SigningJobLookup extends DataAwsSignerSigningJob {
  private readonly plainId?: string;

  /** @param property name of the property that contains the id */
  constructor(scope: Construct, id: string, property: string, config: DataAwsSignerSigningJobConfig) {
    super(scope, id, { ...config, jobId: plainText(config.jobId) });
    if (isToken(config.jobId)) this.requireId(config.jobId, `"${property}" of "${scope.node.path}"`);
    if (!PLAIN_ID.test(config.jobId)) return;
    this.plainId = config.jobId;
    this.addOverride("for_each", { [config.jobId]: "" });
  }

  /** The error for a variable without a value. The provider's own error names neither the variable nor the property. */
  private requireId(jobId: string, what: string): void {
    this.lifecycle = {
      precondition: [
        {
          condition: new IsGiven(jobId),
          errorMessage: plainText(
            `${what} is null, because a Terraform variable has no value. Give the id of a signing job, or omit the property.`,
          ),
        },
      ],
    };
    onlyAsJson(this, `${what}, which is known only when Terraform runs,`);
  }

  public interpolationForAttribute(terraformAttribute: string): IResolvable {
    if (this.plainId === undefined) return super.interpolationForAttribute(terraformAttribute);
    const instance = `data.${this.terraformResourceType}.${this.friendlyUniqueId}["${this.plainId}"]`;
    return ref(`${instance}.${terraformAttribute}`, this.cdktfStack);
  }
}

class IsGiven extends HclExpression {
  constructor(private readonly value: string) {
    super();
  }

  protected render(context: IResolveContext): string {
    // Terraform accepts no condition without a reference, and a function of a literal has none.
    return `${expressionFor(this.value, context)} != null && terraform.workspace != ""`;
  }
}
