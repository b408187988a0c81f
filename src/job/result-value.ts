import type { IResolvable, IResolveContext, TerraformResource } from "cdktf";
import type { SignedObjectResult, SigningResult } from "../protocol/result";
import { AttributeReference } from "../terraform/attribute-reference";
import { expressionFor, HclExpression } from "../terraform/hcl";

/** Position of a single value in the result of a signing job. */
export type ResultField = Exclude<keyof SigningResult, "signedObject"> | `signedObject.${keyof SignedObjectResult}`;

/** A value of the result that the function returned to an invocation. */
export class ResultValue extends HclExpression {
  private readonly result: IResolvable;
  private readonly after?: IResolvable;

  /**
   * @param after a resource on which every user of the value also depends
   * @param key key of the item, of a job with `forEach`. Default: the current item
   */
  constructor(
    private readonly field: ResultField,
    invocation: TerraformResource,
    after?: TerraformResource,
    key?: string,
  ) {
    super();
    this.result = new AttributeReference(invocation, "result", key);
    this.after = after && new AttributeReference(after, "id", key);
  }

  protected render(context: IResolveContext): string {
    const result = expressionFor(this.result, context);
    // An expression depends on every reference in it.
    const ordered = this.after ? `[${result}, ${expressionFor(this.after, context)}][0]` : result;
    return `jsondecode(${ordered}).${this.field}`;
  }
}
