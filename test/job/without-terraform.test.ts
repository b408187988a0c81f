afterEach(() => {
  delete process.env.TERRAFORM_BINARY_NAME;
});

test("synthesis works without Terraform, so it does not run Terraform for every job", () => {
  process.env.TERRAFORM_BINARY_NAME = "no-such-terraform";
  jest.isolateModules(() => {
    /* eslint-disable @typescript-eslint/no-require-imports -- cdktf reads the variable when it is loaded */
    const { signingJob } = require("../synth/fixtures") as typeof import("../synth/fixtures");
    const { Template } = require("../synth/template") as typeof import("../synth/template");
    /* eslint-enable @typescript-eslint/no-require-imports */
    const template = Template.of((stack) => void signingJob(stack, { revokeOnDestroy: true }));
    expect(Object.keys(template.resources("aws_lambda_invocation"))).toHaveLength(2);
  });
});
