import { IResolvable, IResolveContext, TerraformResource, TerraformStack } from "cdktf";
import { expressionFor, HclExpression } from "./hcl";

/**
 * An attribute of a resource.
 *
 * cdktf's own references carry a stack trace each, which costs more than all else of a signing job. Here one is made only where
 * another stack asks for the attribute, because cdktf must then pass the value on.
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
