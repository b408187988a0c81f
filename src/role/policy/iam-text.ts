import { IResolveContext, Token } from "cdktf";
import { HclString, HclPart, hclParts, plainText } from "../../terraform/hcl";
import { isToken } from "../../terraform/tokens";

/**
 * A text that IAM must read literally: `*`, `?` and `$` in it are characters, not wildcards or variables.
 *
 * A policy cannot contain characters beyond Latin-1. A JSON escape does not help, because the Terraform provider writes
 * the JSON again. A wildcard replaces them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
export class IamText extends HclString {
  constructor(public readonly value: string) {
    super();
  }

  public parts(context: IResolveContext): HclPart[] {
    return hclParts(this.value, context).map(iamPart);
  }
}

const BEYOND_LATIN_1 = /[^\u0000-\u00ff]+/gu;

/** The value in a form that an IAM policy reads literally. */
export function iamText(value: string): string {
  const isPlain = !isToken(value) && iamLiteral(value) === value && plainText(value) === value;
  return isPlain ? value : Token.asString(new IamText(value));
}

/** The same for a part of the value. */
export function iamPart(part: HclPart): HclPart {
  return "literal" in part ? { literal: iamLiteral(part.literal) } : { expression: escapeExpression(part.expression) };
}

/**
 * The same for a text without tokens, which Terraform converts to normalization form C: another text has other
 * characters.
 */
export function iamLiteral(literal: string): string {
  return literal.normalize("NFC").replace(/[*?$]/g, "$${$&}").replace(BEYOND_LATIN_1, "*");
}

/** Whether an IAM policy can contain the text itself. */
export function fitsIntoPolicy(text: string): boolean {
  return text.search(BEYOND_LATIN_1) === -1;
}

/**
 * The same at run time. `$` is replaced first, because the other two replacements add new ones. The wildcard is not
 * escaped.
 */
function escapeExpression(expression: string): string {
  const escaped = ["$", "*", "?"].reduce(
    (text, character) => `replace(${text}, "${character}", "$\${${character}}")`,
    expression,
  );
  return `replace(${escaped}, "/[^\\\\x00-\\\\xff]+/", "*")`;
}
