import type { IResolvable, IResolveContext, TerraformResource } from "cdktf";
import type { SignedObjectResult, SigningResult } from "../protocol/result";
import { AttributeReference } from "../terraform/attribute-reference";
import { expressionFor, HclExpression } from "../terraform/hcl";

/** Where in the result of a signing job a single value is. */
export type ResultField = Exclude<keyof SigningResult, "signedObject"> | `signedObject.${keyof SignedObjectResult}`;

/** A value of the result that the function has returned to an invocation. */
export class ResultValue extends HclExpression {
  private readonly result: IResolvable;
  private readonly after?: IResolvable;

  /** @param after a resource that whatever uses the value depends on, too */
  constructor(
    private readonly field: ResultField,
    invocation: TerraformResource,
    after?: TerraformResource,
  ) {
    super();
    this.result = new AttributeReference(invocation, "result");
    this.after = after && new AttributeReference(after, "id");
  }

  protected render(context: IResolveContext): string {
    const result = expressionFor(this.result, context);
    // An expression depends on everything that is part of it.
    const ordered = this.after ? `[${result}, ${expressionFor(this.after, context)}][0]` : result;
    return `jsondecode(${ordered}).${this.field}`;
  }
}
