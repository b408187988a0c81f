import { DefaultTokenResolver, IResolvable, StringConcat, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { textParts } from "../terraform/tokens";

const EACH = /\beach\.(?:value|key)\b/;

const ITERATOR_USED =
  'a value of an iterator (each.value) has no meaning here, because a signing job is one resource, without "for_each". Declare ' +
  "a SigningJob for each item, in a loop of your program over a list that is known when the stack is synthesized. Over a list that " +
  "is known only when Terraform runs, signing jobs cannot be declared";

/**
 * Refuses values of an iterator. They have a meaning only in a resource with `for_each`.
 *
 * This is a validation, because what a token stands for is only known when the stack is synthesized.
 */
export function refuseIteratorValues(job: Construct, texts: readonly string[]): void {
  const tokens = texts.flatMap(textParts).filter((part) => typeof part !== "string");
  if (tokens.length === 0) return;
  const isUsed = () => tokens.some((token) => EACH.test(expressionOf(token, job)));
  job.node.addValidation({ validate: () => (isUsed() ? [ITERATOR_USED] : []) });
}

function expressionOf(token: IResolvable, scope: Construct): string {
  return String(Tokenization.resolve(token, { scope, resolver: new DefaultTokenResolver(new StringConcat()) }));
}
