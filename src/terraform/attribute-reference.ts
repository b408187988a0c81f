import { IResolvable, IResolveContext, TerraformResource, TerraformStack } from "cdktf";
import { expressionFor, HclExpression } from "./hcl";

/**
 * An attribute of a resource.
 *
 * Each of cdktf's own references carries a stack trace, which costs more than everything else in a signing job. This
 * class creates such a reference only if another stack reads the attribute, because then cdktf must pass the value to
 * that stack.
 */
export class AttributeReference extends HclExpression {
  private crossStack?: IResolvable;

  /** @param path the attribute, such as `output.name` */
  constructor(
    private readonly resource: TerraformResource,
    private readonly path: string,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    const { terraformResourceType, friendlyUniqueId, cdktfStack } = this.resource;
    if (TerraformStack.of(context.scope) === cdktfStack) {
      return `${terraformResourceType}.${friendlyUniqueId}.${this.path}`;
    }
    this.crossStack ??= this.resource.interpolationForAttribute(this.path);
    return expressionFor(this.crossStack, context);
  }
}
