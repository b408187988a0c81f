import { IResolveContext, Token } from "cdktf";
import { HclString, Piece, piecesOf } from "./hcl";

/**
 * A text that IAM must take literally: `*`, `?` and `$` in it are characters, not wildcards or variables.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
class IamText extends HclString {
  constructor(private readonly value: string) {
    super();
  }

  public pieces(context: IResolveContext): Piece[] {
    return piecesOf(this.value, context).map((piece) =>
      "literal" in piece
        ? { literal: escapeLiteral(piece.literal) }
        : { expression: escapeExpression(piece.expression) },
    );
  }
}

/** The value in a form that an IAM policy takes literally. */
export function iamText(value: string): string {
  return Token.asString(new IamText(value));
}

function escapeLiteral(literal: string): string {
  return literal.replace(/[*?$]/g, "$${$&}");
}

/** The same at run time. `$` goes first, because the other two bring new ones. */
function escapeExpression(expression: string): string {
  return ["$", "*", "?"].reduce(
    (text, character) => `replace(${text}, "${character}", "$\${${character}}")`,
    expression,
  );
}
