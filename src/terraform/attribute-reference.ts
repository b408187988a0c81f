import { IResolvable, IResolveContext, TerraformResource, TerraformStack } from "cdktf";
import { expressionFor, HclExpression } from "./hcl";
import { ItemAttribute } from "./iteration";

/**
 * An attribute of a resource. Of a resource with `for_each`, it is the attribute of one item.
 *
 * Each of cdktf's own references carries a stack trace, which costs more than everything else in a signing job. This
 * class creates such a reference only if another stack reads the attribute, because then cdktf must pass the value to
 * that stack.
 */
export class AttributeReference extends HclExpression {
  private crossStack?: IResolvable;

  /**
   * @param path the attribute, such as `output.name`
   * @param key key of the item, if the resource has `for_each`. Default: the current item
   */
  constructor(
    private readonly resource: TerraformResource,
    private readonly path: string,
    private readonly key?: string,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    const { terraformResourceType, friendlyUniqueId, cdktfStack, forEach } = this.resource;
    if (forEach) return expressionFor(new ItemAttribute(this.resource, this.path, this.key), context);
    if (TerraformStack.of(context.scope) === cdktfStack) {
      return `${terraformResourceType}.${friendlyUniqueId}.${this.path}`;
    }
    this.crossStack ??= this.resource.interpolationForAttribute(this.path);
    return expressionFor(this.crossStack, context);
  }
}
