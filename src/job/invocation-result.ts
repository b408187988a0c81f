import type { IResolvable, IResolveContext, TerraformResource } from "cdktf";
import { AttributeReference } from "../terraform/attribute-reference";
import { expressionFor, HclExpression } from "../terraform/hcl";

/** What a function has answered, as JSON, to an invocation. */
export class DecodedResult {
  private readonly result: IResolvable;

  /** @param before what comes between the invocation and whatever uses its result */
  constructor(invocation: TerraformResource, before?: TerraformResource) {
    const result = new AttributeReference(invocation, "result");
    this.result = before ? new ResultAfter(result, new AttributeReference(before, "id")) : result;
  }

  /** A field of the answer, or of an object in it. */
  public field(...path: string[]): IResolvable {
    return new DecodedField(this.result, path);
  }
}

/** A value whose users depend on another one as well, because an expression depends on all that stands in it. */
class ResultAfter extends HclExpression {
  constructor(
    private readonly result: IResolvable,
    private readonly before: IResolvable,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    return `[${expressionFor(this.result, context)}, ${expressionFor(this.before, context)}][0]`;
  }
}

/** Unlike cdktf's expressions it has no stack trace. */
class DecodedField extends HclExpression {
  constructor(
    private readonly result: IResolvable,
    private readonly path: readonly string[],
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    return [`jsondecode(${expressionFor(this.result, context)})`, ...this.path].join(".");
  }
}
