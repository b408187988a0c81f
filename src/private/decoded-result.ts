import type { IResolvable, IResolveContext, TerraformResource } from "cdktf";
import { AttributeReference } from "./attribute-reference";
import { expressionFor, HclExpression } from "./hcl";

/** What a function has answered, as JSON, to an invocation. */
export class DecodedResult {
  private readonly result: IResolvable;

  constructor(invocation: TerraformResource) {
    this.result = new AttributeReference(invocation, "result");
  }

  /** A field of the answer, or of an object in it. */
  public field(...path: string[]): IResolvable {
    return new DecodedField(this.result, path);
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
