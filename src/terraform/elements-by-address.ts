import {
  TerraformDataSource,
  TerraformElement,
  TerraformLocal,
  TerraformModule,
  TerraformResource,
  TerraformStack,
} from "cdktf";

/** The elements of a stack by their addresses in Terraform, such as `aws_s3_bucket.packages`; `data.` is left out. */
export function elementsByAddress(stack: TerraformStack): Map<string, TerraformElement> {
  const elements = stack.node.findAll().filter((element) => TerraformElement.isTerraformElement(element));
  return new Map(elements.map((element) => [`${addressType(element)}.${element.friendlyUniqueId}`, element]));
}

function addressType(element: TerraformElement): string {
  if (element instanceof TerraformLocal) return "local";
  if (element instanceof TerraformModule) return "module";
  const isBlockWithType =
    TerraformResource.isTerraformResource(element) || TerraformDataSource.isTerraformDataSource(element);
  return isBlockWithType ? element.terraformResourceType : "";
}
