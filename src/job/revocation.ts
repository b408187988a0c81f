import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Fn, ITerraformDependable, Op, ref, TerraformElement, TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Declared } from "./sign-request";
import { PROTOCOL_VERSION, RevokeRequest } from "../protocol/request";
import { AttributeReference } from "../terraform/attribute-reference";
import { dependsOn } from "../terraform/depends-on";
import { jsonText, plainText } from "../terraform/hcl";
import { CURRENT_KEY } from "../terraform/iteration";
import { onlyAsJson } from "../terraform/json-only";
import { TerraformData } from "../terraform/terraform-data";
import { ValidationError } from "../validation/errors";

/**
 * Refuses another function while the request stays the same, because another function replaces the revocation, and a
 * replacement revokes the signature.
 *
 * This is not a condition of the revocation itself. If the new name is unknown in the plan, such a condition fails only
 * after Terraform has deposed the old revocation. The next apply then revokes in any case.
 */
export class RevokingFunction extends TerraformData {
  constructor(scope: Construct, request: TerraformData, functionName: string) {
    const stored = ref("self.output.functionName", TerraformStack.of(scope));
    super(scope, "RevokingFunction", {
      triggersReplace: { requestToken: request.id },
      forEach: request.forEach,
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
  /** Resources that the revocation needs when it is destroyed. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The part of a request that Terraform does not add itself. */
type DeclaredRevokeRequest = Declared<Omit<RevokeRequest, "tf">>;

/**
 * Revokes the signature of a job when Terraform destroys the resource.
 *
 * Terraform must therefore never replace it while the signature is in use. Its only trigger is the request. A result
 * that is read again (for example because the timeout changed) is unknown in the plan, and an unknown trigger replaces
 * the resource even if the value turns out to be the same. Other changes update the resource.
 */
export class Revocation extends LambdaInvocation {
  constructor(scope: Construct, { request, signing, functionName, reason, provider, ...props }: RevocationProps) {
    super(scope, "Revocation", {
      functionName,
      lifecycleScope: "CRUD",
      // Set below, because the event contains the address.
      input: "",
      triggers: { requestToken: request.id },
      forEach: request.forEach,
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    const event: DeclaredRevokeRequest = {
      protocolVersion: PROTOCOL_VERSION,
      operation: "revoke",
      signingJob: Fn.jsondecode(new AttributeReference(signing, "result").toString()),
      reason,
      // As text of JSON, a key is quoted as in an address.
      address: request.forEach ? `${addressOf(this)}[${Fn.jsonencode(CURRENT_KEY)}]` : addressOf(this),
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

  /** With `revokeOnDestroy: false`, no revocation exists that could report its address in Terraform. */
  private refuseOtherAddress(method: string): never {
    throw new ValidationError(
      this,
      `"${method}" must not be called on a revocation: at another address "revokeOnDestroy: false" would not find it, and Terraform ` +
        "would revoke the signature instead of forgetting the revocation. Remove the call; if Terraform already has the revocation at " +
        'another address, call "moveFromId" with that address',
    );
  }
}

/**
 * Removes a previously declared revocation from Terraform's state, so it is not destroyed and revokes nothing. With
 * `forEach`, it removes the revocations of all items, because its address has no key.
 */
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
