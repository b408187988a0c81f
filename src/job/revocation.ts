import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Fn, ITerraformDependable, Lazy, Op, TerraformElement, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { PROTOCOL_VERSION } from "../protocol/request";
import { dependsOn } from "../terraform/depends-on";
import { jsonText, plainText } from "../terraform/hcl";
import { onlyAsJson } from "../terraform/json-only";
import { TerraformData } from "../terraform/terraform-data";

export interface RevocationProps {
  readonly request: TerraformData;
  /** The invocation that signs. */
  readonly signing: LambdaInvocation;
  readonly functionName: string;
  readonly reason: string;
  readonly provider?: TerraformProvider;
  /** What the revocation needs when it is destroyed. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Passes the result of a signing job on, and revokes its signature when Terraform destroys the resource.
 *
 * Terraform must therefore never replace it while the signature is in use:
 *
 * - Its trigger is the request, and nothing else. A result that is read again (because the timeout changed, say) is unknown
 *   in the plan, and an unknown trigger replaces the resource even if it turns out to be the same. Other changes update it.
 * - A change of the function would replace it. It is refused, by comparing with the function's name when the request was made.
 */
export function createRevocation(scope: Construct, props: RevocationProps): LambdaInvocation {
  const revokingFunction = new TerraformData(scope, "RevokingFunction", {
    triggersReplace: { requestToken: props.request.id },
    input: { functionName: props.functionName },
    lifecycle: { ignoreChanges: ["input"] },
  });
  const before = revokingFunction.attribute("output.functionName");
  const revocation: LambdaInvocation = new LambdaInvocation(scope, "Revocation", {
    functionName: props.functionName,
    lifecycleScope: "CRUD",
    input: jsonText({
      protocolVersion: PROTOCOL_VERSION,
      operation: "revoke",
      signingJob: Fn.jsondecode(props.signing.result),
      reason: props.reason,
      // Known at the end of synthesis, because a logical id can be overridden.
      address: Lazy.stringValue({ produce: () => addressOf(revocation) }),
    }),
    triggers: { requestToken: props.request.id },
    provider: props.provider,
    lifecycle: {
      createBeforeDestroy: true,
      precondition: [
        {
          condition: Op.eq(before, props.functionName),
          errorMessage: plainText(functionChanged(scope, before.toString(), props.functionName)),
        },
      ],
    },
  });
  onlyAsJson(revocation, `"revokeOnDestroy" of "${scope.node.path}"`);
  revocation.dependsOn = dependsOn(scope, () => props.dependsOn);
  return revocation;
}

/** Takes a revocation that was declared before out of Terraform's state, so that it is not destroyed and revokes nothing. */
export class ForgottenRevocation extends TerraformElement {
  constructor(scope: Construct) {
    // The id of the revocation, so that both have the same address.
    super(scope, "Revocation", LambdaInvocation.tfResourceType);
    onlyAsJson(this, `"revokeOnDestroy: false" of "${scope.node.path}"`);
  }

  public toTerraform(): object {
    return { removed: [{ from: addressOf(this), lifecycle: { destroy: false } }] };
  }
}

function addressOf({ friendlyUniqueId }: TerraformElement): string {
  return `${LambdaInvocation.tfResourceType}.${friendlyUniqueId}`;
}

function functionChanged(scope: Construct, before: string, now: string): string {
  return (
    `The function that revokes the signature of "${scope.node.path}" was ${before} and would become ${now}. To change it, ` +
    "Terraform would destroy the revocation and so revoke a signature that is in use. Either sign anew with the new function, " +
    'by changing "triggers" in the same apply; or set "revokeOnDestroy" to false, apply, and set it to true again with the new function.'
  );
}
