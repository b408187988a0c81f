import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Fn, ITerraformDependable, Op, ref, TerraformElement, TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Declared } from "./sign-request";
import { PROTOCOL_VERSION, RevokeRequest } from "../protocol/request";
import { dependsOn } from "../terraform/depends-on";
import { jsonText, plainText } from "../terraform/hcl";
import { onlyAsJson } from "../terraform/json-only";
import { TerraformData } from "../terraform/terraform-data";
import { ValidationError } from "../validation/errors";

/**
 * Refuses another function for as long as the request is the same: another function replaces the revocation, which revokes.
 *
 * This is not a condition of the revocation itself. Where the new name is unknown in the plan, a condition fails only when
 * Terraform has already given up the old revocation, and the next apply revokes whatever it does.
 */
export class RevokingFunction extends TerraformData {
  constructor(scope: Construct, request: TerraformData, functionName: string) {
    const stored = ref("self.output.functionName", TerraformStack.of(scope));
    super(scope, "RevokingFunction", {
      triggersReplace: { requestToken: request.id },
      input: { functionName },
      lifecycle: {
        ignoreChanges: ["input"],
        postcondition: [
          {
            condition: Op.eq(stored, functionName),
            errorMessage: plainText(functionChanged(scope, stored.toString(), functionName)),
          },
        ],
      },
    });
    onlyAsJson(this, `"revokeOnDestroy" of "${scope.node.path}"`);
  }
}

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

/** The part of a request that Terraform does not add itself. */
type DeclaredRevokeRequest = Declared<Omit<RevokeRequest, "tf">>;

/**
 * Revokes the signature of a job when Terraform destroys the resource.
 *
 * Terraform must therefore never replace it while the signature is in use. Its trigger is the request, and nothing else: a result
 * that is read again (because the timeout changed, say) is unknown in the plan, and an unknown trigger replaces the resource even if
 * it turns out to be the same. Other changes update it.
 */
export class Revocation extends LambdaInvocation {
  constructor(scope: Construct, { request, signing, functionName, reason, provider, ...props }: RevocationProps) {
    super(scope, "Revocation", {
      functionName,
      lifecycleScope: "CRUD",
      // Set below, because the event contains the address.
      input: "",
      triggers: { requestToken: request.id },
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    const event: DeclaredRevokeRequest = {
      protocolVersion: PROTOCOL_VERSION,
      operation: "revoke",
      signingJob: Fn.jsondecode(signing.result),
      reason,
      address: addressOf(this),
    };
    this.input = jsonText(event);
    this.dependsOn = dependsOn(scope, () => props.dependsOn);
  }

  public overrideLogicalId(): void {
    this.refuseOtherAddress("overrideLogicalId");
  }

  public moveTo(): void {
    this.refuseOtherAddress("moveTo");
  }

  public moveToId(): void {
    this.refuseOtherAddress("moveToId");
  }

  /** With `revokeOnDestroy: false` there is no revocation any more that could tell where in Terraform it was. */
  private refuseOtherAddress(method: string): never {
    throw new ValidationError(
      this,
      `"${method}" must not be called on a revocation: at another address "revokeOnDestroy: false" would not find it, and Terraform ` +
        "would revoke the signature instead of forgetting the revocation. Remove the call; if Terraform already has the revocation at " +
        'another address, call "moveFromId" with that address',
    );
  }
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
    "Terraform would destroy the revocation and so revoke a signature that is in use. Nothing of the job was changed. Either sign " +
    'again with the new function, by changing "triggers" in the same apply; or set "revokeOnDestroy" to false, apply, and set it ' +
    "to true again with the new function."
  );
}
