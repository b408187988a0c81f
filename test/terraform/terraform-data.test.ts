import { DataResource, Lazy, TerraformStack, TerraformVariable, Token } from "cdktf";
import { TerraformData } from "../../src/terraform/terraform-data";
import { newStack, signingJob } from "../synth/fixtures";
import { show, Template } from "../synth/template";

function dataWith(declare: (data: TerraformData, stack: TerraformStack) => void, triggersReplace = {}) {
  const template = Template.of((stack) => declare(new TerraformData(stack, "data", { triggersReplace }), stack));
  return template.resource("terraform_data");
}

describe("terraform_data", () => {
  test("passes literals unchanged and tokens as expressions, even in keys", () => {
    const template = Template.of((stack) => {
      const version = new TerraformVariable(stack, "version", { type: "string" });
      new TerraformData(stack, "data", {
        input: { plain: "a $ and a \\", "with token": `v-${version.stringValue}`, [version.stringValue]: 1 },
        triggersReplace: {
          nothing: undefined,
          no: null,
          list: ["a", version.value, { in: version.value }],
          all: Token.asList(version.value),
          lazy: Lazy.stringValue({ produce: () => version.stringValue }),
          map: Token.asStringMap(version.value),
          deep: { flag: false },
        },
        lifecycle: { ignoreChanges: ["input"] },
      });
    });
    expect(template.resource("terraform_data")).toMatchObject({
      input: { plain: "a $ and a \\", "with token": "v-${var.version}", "${var.version}": 1 },
      triggers_replace: {
        no: null,
        list: ["a", "${var.version}", { in: "${var.version}" }],
        all: "${var.version}",
        lazy: "${var.version}",
        map: "${var.version}",
        deep: { flag: false },
      },
      lifecycle: { ignore_changes: ["input"] },
    });
    expect(template.resource("terraform_data").triggers_replace).not.toHaveProperty("nothing");
  });

  test("uses numbers of another stack as that stack exports them", () => {
    const template = Template.of((stack) => {
      const other = new DataResource(new TerraformStack(stack.node.root, "other"), "data", { input: {} });
      const [number, list] = ["number", "list"].map((name) => other.interpolationForAttribute(`output.${name}`));
      new TerraformData(stack, "data", {
        triggersReplace: { number: Token.asNumber(number), list: Token.asNumberList(list) },
      });
    });
    const { triggers_replace: triggers } = template.resource("terraform_data");
    const passedOn = expect.stringMatching(/^\$\{data\.terraform_remote_state\./);
    expect(triggers).toEqual({ number: passedOn, list: passedOn });
  });

  test("can be inspected before it is synthesized", () => {
    const stack = newStack();
    const data = new TerraformData(stack, "data", { triggersReplace: { a: "1" } });
    const job = signingJob(stack);
    expect(data.toTerraform()).toMatchObject({
      resource: { terraform_data: { data: { triggers_replace: { a: "1" } } } },
    });
    expect(job.resource.toTerraform().resource.aws_lambda_invocation).toMatchObject({
      [job.resource.friendlyUniqueId]: { lifecycle_scope: "CREATE_ONLY" },
    });
  });

  test("can be overridden by the user, wholly and in parts", () => {
    const declared = { a: "1", b: "2" };
    expect(dataWith((data) => data.addOverride("triggers_replace.b", "other"), declared).triggers_replace).toEqual({
      a: "1",
      b: "other",
    });
    expect(dataWith((data) => data.addOverride("triggers_replace", "all"), declared).triggers_replace).toBe("all");
    expect(dataWith((data) => data.addOverride("provisioner", [{ "local-exec": {} }])).provisioner).toHaveLength(1);
  });

  test("waits for its dependencies", () => {
    const template = Template.of((stack) => {
      const first = new TerraformData(stack, "first");
      new TerraformData(stack, "second", { dependsOn: [first] });
    });
    expect(template.resource("terraform_data", "second").depends_on).toEqual(["terraform_data.first"]);
  });
});

describe("an attribute of a resource", () => {
  test("is a reference in the resource's stack, and cdktf passes it to another one", () => {
    const declare = (stack: TerraformStack): void => {
      const job = signingJob(stack);
      show(stack, "here", job.signedObject.key);
      const other = new TerraformStack(stack.node.root, "other");
      show(other, "there", job.signedObject.key);
    };
    const result = /^aws_lambda_invocation\.job_Invocation_\w+\.result$/;

    const own = Template.of(declare);
    const [, here] = /^\$\{jsondecode\((.+)\)\.signedObject\.key\}$/.exec(String(own.outputs.here)) ?? [];
    expect(here).toMatch(result);
    expect(Object.values(own.outputs)).toContain(`\${${here}}`);

    const other = Template.of(declare, "other");
    expect(other.outputs.there).toMatch(
      /^\$\{jsondecode\(data\.terraform_remote_state\.[\w-]+\.outputs\.[\w-]+\)\.signedObject\.key\}$/,
    );
    expect(other.stackDependencies).toEqual(["stack"]);
  });
});
