import { anyToHclTerraform, hashMapperHcl, IResolvable, TerraformMetaArguments, TerraformResource, Token } from "cdktf";
import type { Construct } from "constructs";
import { AttributeReference } from "./attribute-reference";

export interface TerraformDataProps extends TerraformMetaArguments {
  readonly input?: Record<string, unknown>;
  readonly triggersReplace?: Record<string, unknown>;
}

/**
 * Terraform's own `terraform_data`, which is part of Terraform since 1.4.
 *
 * This class replaces cdktf's `DataResource`. Each `DataResource` runs `terraform version` at synthesis, which takes a
 * minute for a thousand signing jobs and requires Terraform where it may not be installed (measured with cdktf 0.21).
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class TerraformData extends TerraformResource {
  private readonly input?: Record<string, unknown>;
  private readonly triggersReplace?: Record<string, unknown>;

  constructor(scope: Construct, id: string, { input, triggersReplace, ...metaArguments }: TerraformDataProps = {}) {
    super(scope, id, {
      ...metaArguments,
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
    });
    this.input = input;
    this.triggersReplace = triggersReplace;
  }

  public get id(): string {
    return Token.asString(this.attribute("id"));
  }

  /** An attribute, such as `output.name`. */
  public attribute(path: string): IResolvable {
    return new AttributeReference(this, path);
  }

  protected synthesizeAttributes(): { [name: string]: unknown } {
    return {
      input: this.input,
      triggers_replace: this.triggersReplace,
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: unknown } {
    return {
      input: hashMapperHcl(anyToHclTerraform)(this.input),
      triggers_replace: hashMapperHcl(anyToHclTerraform)(this.triggersReplace),
    };
  }
}
