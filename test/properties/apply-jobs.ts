import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformDataSource, TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { Construction, Program } from "./declare";
import type { DeclaredJob } from "./declared-job";
import { Applied, applyToMockedAws, Attributes, MockedProvider } from "./mocked-aws";

export const HOME: MockedProvider = { region: "eu-west-1", accountId: "111111111111" };
export const ELSEWHERE: MockedProvider = { alias: "elsewhere", region: "us-east-1", accountId: "444444444444" };

/** Jobs that were declared together, and the resources that Terraform created for them. */
export class AppliedJobs {
  constructor(
    public readonly constructions: readonly Construction[],
    private readonly applied: Applied,
    private readonly configuration: { readonly removed?: { readonly from: string }[] },
  ) {}

  public attributesOf(element: TerraformElement): Attributes {
    const attributes = this.applied.resources.get(addressOf(element));
    if (!attributes) throw new Error(`Terraform made no ${addressOf(element)}`);
    return attributes;
  }

  /** The instances of a type of resource, by address. */
  public resourcesOf(type: string): [address: string, attributes: Attributes][] {
    return [...this.applied.resources].filter(([address]) => address.startsWith(`${type}.`));
  }

  public output(name: string): unknown {
    return this.applied.outputs[name];
  }

  /** Addresses of `removed` blocks. */
  public get forgotten(): string[] {
    return (this.configuration.removed ?? []).map(({ from }) => from);
  }
}

/** The function's answer to the invocation of a job. */
export function resultOf(number: number): Attributes {
  return {
    jobId: `job-${number}`,
    jobOwner: "111111111111",
    status: "Succeeded",
    signedObject: { bucketName: "signed", key: `signed/job-${number}.zip` },
    imported: false,
  };
}

/** Synthesizes a stack with all of the jobs, and applies it. */
export async function applyJobs(jobs: readonly DeclaredJob[]): Promise<AppliedJobs> {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-property-"));
  try {
    const app = new App({ outdir: folder });
    const stack = new TerraformStack(app, "stack");
    new AwsProvider(stack, "aws", { region: HOME.region });
    const { alias, region } = ELSEWHERE;
    const program = new Program(stack, new AwsProvider(stack, "aws-elsewhere", { alias, region }));
    jobs.forEach((each) => program.declare(each));
    app.synth();
    const workingFolder = join(folder, "stacks", "stack");
    const configuration = JSON.parse(readFileSync(join(workingFolder, "cdk.tf.json"), "utf8"));
    const { constructions } = program;
    const applied = await applyToMockedAws(workingFolder, [HOME, ELSEWHERE], answersTo(constructions));
    return new AppliedJobs(constructions, applied, configuration);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answersTo(constructions: readonly Construction[]): Record<string, Attributes> {
  return Object.fromEntries(
    constructions.flatMap(({ job }, number) => {
      const invocations: TerraformResource[] = [job.resource, ...(job.revocation ? [job.revocation] : [])];
      return invocations.map((each) => [addressOf(each), { result: JSON.stringify(resultOf(number)) }]);
    }),
  );
}

/** `aws_lambda_invocation.job_Invocation_1A2B3C4D` */
export function addressOf(element: TerraformElement): string {
  const { terraformResourceType, friendlyUniqueId } = element as TerraformResource | TerraformDataSource;
  const address = `${terraformResourceType}.${friendlyUniqueId}`;
  return TerraformDataSource.isTerraformDataSource(element) ? `data.${address}` : address;
}
