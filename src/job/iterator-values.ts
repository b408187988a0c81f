import type { IResolvable } from "cdktf";
import type { Construct } from "constructs";
import type { DeclaredSigningJob } from "./sign-request";
import { isOfIterator } from "../terraform/iteration";
import { isToken, resolvedText, textParts } from "../terraform/tokens";

const ITERATOR_USED =
  'a value of an iterator (each.value) has no meaning in a signing job without "forEach". For a list that is known only when ' +
  'Terraform runs, pass the iterator as "forEach". Over a list that is known when the stack is synthesized, declare a SigningJob ' +
  "for each item, in a loop of your program";

/**
 * Refuses values of an iterator where they have no meaning: everywhere in a job without `forEach`, and with `forEach`
 * where the permissions of the function's role contain the value.
 *
 * This is a validation, because what a token stands for is only known when the stack is synthesized.
 */
export function refuseIteratorValues(job: Construct, props: DeclaredSigningJob): void {
  if (props.forEach === undefined) {
    refuseIn(job, textsOf(props), () => ITERATOR_USED);
    return;
  }
  for (const [property, text] of Object.entries(textsInPermissions(job, props))) {
    refuseIn(job, text === undefined ? [] : [text], () => notShared(property));
  }
}

/** Whether a text contains a value of an iterator. `false` as long as that is hidden in a `Lazy`. */
export function isItemValue(job: Construct, text: string): boolean {
  return isToken(text) && isOfIterator(resolvedText(text, job));
}

function refuseIn(job: Construct, texts: readonly string[], message: () => string): void {
  const tokens = texts.flatMap(textParts).filter((part) => typeof part !== "string") as IResolvable[];
  if (tokens.length === 0) return;
  const isUsed = (): boolean => tokens.some((token) => isOfIterator(resolvedText(token, job)));
  job.node.addValidation({ validate: () => (isUsed() ? [message()] : []) });
}

/** Properties whose value a user may have taken from an iterator. */
function textsOf({ source, destination, triggers = {}, importJobId = "" }: DeclaredSigningJob): string[] {
  const { bucketName, key, version } = source;
  const values = isToken(triggers) ? [] : Object.values(triggers);
  return [bucketName, key, version, destination.bucketName, destination.prefix, importJobId, ...values];
}

/** Values in the permissions of the role, which is one resource for all items. */
function textsInPermissions(
  job: Construct,
  { source, destination, profile, profileOwner }: DeclaredSigningJob,
): { readonly [property: string]: string | undefined } {
  return {
    "source.bucketName": source.bucketName,
    "source.kmsKeyArn": source.kmsKeyArn,
    // The permissions leave out a bucket that each item names.
    "destination.bucketName": isItemValue(job, destination.bucketName) ? undefined : destination.bucketName,
    "destination.kmsKeyArn": destination.kmsKeyArn,
    "profile.signingProfileName": profile.signingProfileName,
    profileOwner: profileOwner ?? profile.profileOwner,
  };
}

function notShared(property: string): string {
  return (
    `"${property}" must be the same for all items of "forEach", because the permissions of the function's role contain it, received ` +
    "a value of an iterator. Declare a signing job for each value that it can have"
  );
}
