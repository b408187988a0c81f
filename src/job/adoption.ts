import type { IResolvable, IResolveContext } from "cdktf";
import type { Construct } from "constructs";
import { expressionFor, HclExpression } from "../terraform/hcl";
import { TerraformData } from "../terraform/terraform-data";

/** Remembers in Terraform's state what a value was at first. */
export class FirstValue {
  private readonly data: TerraformData;

  constructor(
    scope: Construct,
    id: string,
    private readonly value: IResolvable | string,
  ) {
    this.data = new TerraformData(scope, id, { input: { value }, lifecycle: { ignoreChanges: ["input"] } });
  }

  /** Something as long as the value is the first one still, and `null` afterwards. */
  public whileUnchanged(something: IResolvable | string): IResolvable {
    return new IfSame(this.data.attribute("output.value"), this.value, something);
  }
}

/** A short value that is another one when anything in an object changes. */
export function digestOf(value: object): IResolvable {
  return new Digest(value);
}

class Digest extends HclExpression {
  constructor(private readonly value: object) {
    super();
  }

  protected render(context: IResolveContext): string {
    return `sha256(jsonencode(${expressionFor(this.value, context)}))`;
  }
}

class IfSame extends HclExpression {
  constructor(
    private readonly one: IResolvable,
    private readonly other: IResolvable | string,
    private readonly value: IResolvable | string,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    const [one, other, value] = [this.one, this.other, this.value].map((each) => expressionFor(each, context));
    return `(${one} == ${other} ? ${value} : null)`;
  }
}
