import { TerraformHclModule } from "cdktf";
import { Construct } from "constructs";
import { SigningFunction } from "../../src";
import { lambdaProfile, OTHER_ACCOUNT, signingJob } from "../synth/fixtures";
import { Template } from "../synth/template";

/** The members of all classes that an object is an instance of. */
function inheritedMembers(object: object): PropertyDescriptorMap {
  const prototype = Object.getPrototypeOf(object);
  if (prototype === null) return {};
  return { ...inheritedMembers(prototype), ...Object.getOwnPropertyDescriptors(prototype) };
}

const INVOCATION = "aws_lambda_invocation";

describe("the order of a signing job", () => {
  test("is after the function that is allowed to run it, and after the permissions of its profile, in any order of declaration", () => {
    const template = Template.of((stack) => {
      const profile = lambdaProfile(stack);
      profile.grantStartSigningJob("before", OTHER_ACCOUNT);
      signingJob(stack, { profile });
      profile.grantStartSigningJob("later", OTHER_ACCOUNT);
    });
    expect(template.resource(INVOCATION).depends_on).toEqual([
      template.address("aws_lambda_function"),
      template.address("aws_signer_signing_profile_permission", "profile_before"),
      template.address("aws_signer_signing_profile_permission", "profile_later"),
    ]);
  });

  test("is after its dependencies: by property, by its node, by the node of an enclosing scope", () => {
    const template = Template.of((stack) => {
      const [first, second] = [lambdaProfile(stack, {}, "first"), lambdaProfile(stack, {}, "second")];
      const [third, scope] = [new Construct(stack, "third"), new Construct(stack, "scope")];
      lambdaProfile(third, {}, "inner");
      signingJob(scope, { dependsOn: [first] }).node.addDependency(second);
      scope.node.addDependency(third);
    });
    expect(template.resource(INVOCATION).depends_on).toEqual([
      template.address("aws_lambda_function"),
      template.address("aws_signer_signing_profile", "first"),
      template.address("aws_signer_signing_profile", "third_inner"),
      template.address("aws_signer_signing_profile", "second"),
    ]);
  });

  test("is after a module by its node, even one of another copy of the framework", () => {
    const template = Template.of((stack) => {
      const module = new TerraformHclModule(stack, "network", { source: "example/network/aws" });
      // The result of `instanceof` for an instance of another copy's class.
      Object.setPrototypeOf(module, Object.create(null, inheritedMembers(module)));
      signingJob(stack).node.addDependency(module);
    });
    expect(template.resource(INVOCATION).depends_on).toContain("module.network");
  });

  test("is after a function by its node, without naming resources that do not exist", () => {
    const template = Template.of((stack) => {
      const other = new SigningFunction(stack, "other");
      signingJob(stack).node.addDependency(other);
    });
    const after = template.resource(INVOCATION).depends_on as string[];
    expect(after).toContain(template.address("aws_lambda_function", "other_Function"));
    for (const address of after) {
      const [type, name] = address.split(".");
      expect(Object.keys(template.resources(type))).toContain(name);
    }
  });

  test("can be a dependency, together with its revocation if there is one", () => {
    const template = Template.of((stack) => {
      const [plain, revoking] = [signingJob(stack), signingJob(stack, { revokeOnDestroy: true }, "revoking")];
      lambdaProfile(stack, { dependsOn: [plain, revoking] }, "after");
    });
    expect(template.resource("aws_signer_signing_profile", "after").depends_on).toEqual([
      template.address(INVOCATION, "job_Invocation"),
      template.address(INVOCATION, "revoking_Revocation"),
    ]);
  });
});
