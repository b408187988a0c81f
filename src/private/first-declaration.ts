import type { IResolvable, IResolveContext } from "cdktf";
import type { Construct } from "constructs";
import { expressionFor, HclExpression } from "./hcl";
import { TerraformData } from "./terraform-data";

/** Remembers in Terraform's state what a signing job was declared to sign at first. */
export class FirstDeclaration {
  private readonly data: TerraformData;
  private readonly declaredNow: IResolvable;

  constructor(scope: Construct, whatIsSigned: object) {
    this.declaredNow = new Digest(whatIsSigned);
    this.data = new TerraformData(scope, "FirstDeclaration", {
      input: { digest: this.declaredNow },
      lifecycle: { ignoreChanges: ["input"] },
    });
  }

  /** The value as long as that is declared still, and `null` afterwards. */
  public whileDeclared(value: string): IResolvable {
    return new IfSame(this.data.attribute("output.digest"), this.declaredNow, value);
  }
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
    private readonly other: IResolvable,
    private readonly value: string,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    const [one, other, value] = [this.one, this.other, this.value].map((each) => expressionFor(each, context));
    return `(${one} == ${other} ? ${value} : null)`;
  }
}
