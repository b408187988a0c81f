import type { IResolvable } from "cdktf";
import type { SigningJobProps } from "./signing-job-props";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import { PROTOCOL_VERSION, SignRequest } from "../protocol/request";
import type { SigningSourceConfig } from "../s3/signing-source-config";
import { plainText, plainTexts } from "../terraform/hcl";

/** A signing job as declared, with the object that its source refers to. */
export interface DeclaredSigningJob extends Omit<SigningJobProps, "source"> {
  readonly source: SigningSourceConfig;
}

/** A request with tokens in place of values that only Terraform knows. */
export type Declared<Request> = { readonly [Field in keyof Request]: Request[Field] | IResolvable };

/** The identity of a signing job: when any of these values changes, the job signs again. */
export function requestIdentity(
  props: DeclaredSigningJob,
  profileOwner: string | undefined,
): { [name: string]: unknown } {
  const { profile, source, destination, triggers } = props;
  return {
    source: {
      bucketName: plainText(source.bucketName),
      key: plainText(source.key),
      version: plainText(source.version),
    },
    destination: { bucketName: plainText(destination.bucketName), prefix: plainText(destination.prefix) },
    profileName: profile.signingProfileName,
    profileVersion: versionOf(profile),
    profileOwner: profileOwner === undefined ? undefined : plainText(profileOwner),
    triggers: triggers && Object.keys(triggers).length > 0 ? plainTexts(triggers) : undefined,
  };
}

/**
 * The version is omitted for a profile that is looked up. While a dependency of the lookup changes, Terraform does not
 * know the version and would sign again. The name is enough, because no name ever gets a second version.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_PutSigningProfile.html
 */
function versionOf(profile: ISigningProfile): string | undefined {
  return profile.isVersionKnown && !profile._isLookedUp ? profile.signingProfileVersion : undefined;
}

/** Values of a request that are not properties of its job. */
export interface RequestValues {
  readonly requestToken: string;
  readonly importJobId: IResolvable;
  readonly profileOwner: string | undefined;
}

/** The event that is sent to the function. */
export function signEvent(props: DeclaredSigningJob, identity: RequestValues): Declared<SignRequest> {
  const { profile, source, destination } = props;
  const { requestToken, importJobId, profileOwner } = identity;
  return {
    protocolVersion: PROTOCOL_VERSION,
    operation: "sign",
    requestToken,
    importJobId,
    source: { bucketName: source.bucketName, key: source.key, version: source.version },
    destination: { bucketName: destination.bucketName, prefix: destination.prefix },
    profileName: profile.signingProfileName,
    profileOwner: profileOwner ?? null,
    ignoreSigningJobFailure: props.ignoreSigningJobFailure ?? false,
    timeoutSeconds: props.timeoutSeconds ?? null,
  };
}
