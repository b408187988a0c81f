import type { Comparison } from "./compare";
import { compareDeploys } from "./deploys";
import { comparePlans } from "./plans";
import type { SandboxClient } from "../../sandbox/client";
import type { BenchOptions, Row, Section } from "../section";

/** How long Terraform takes for what users do every day, and how many requests it sends to AWS. */
export async function measureUserWaits(sandbox: SandboxClient, { quick, log }: BenchOptions): Promise<Section> {
  const rounds = quick ? 1 : 3;
  const sizes = quick ? [1, 100] : [1, 100, 1000];
  log(`First apply, and redeploy of one changed file, ${rounds} times, ours and native`);
  const { first, changed } = await compareDeploys(sandbox, rounds);
  const plans = await comparePlans(sandbox, sizes, rounds, log);
  return {
    title: "What a user waits for",
    method:
      `Wall time of \`terraform apply\` and \`terraform plan\`, without synthesis and \`terraform init\`, ${rounds} times in ` +
      "turns, medians. Native: the same bucket, object and profile with `aws_signer_signing_job`. The applies sign one file, " +
      "and a signing job takes 1.5 s. The plans find nothing to do. All of their jobs sign one object, so a larger plan has " +
      "more jobs and nothing else. The state of the plans is on a server, that of the applies in a file. Requests are all that reach the sandbox, those of the function included. The sandbox " +
      "creates functions and roles faster than AWS does, which favours our first apply.",
    reference: "native",
    rows: [
      ...waitRows("First apply", first),
      ...waitRows("Redeploy of one changed file", changed),
      ...sizes.flatMap((jobs, index) => planRows(jobs, plans[index])),
    ],
  };
}

function planRows(jobs: number, plan: Comparison): Row[] {
  const name = `Plan of ${jobs} unchanged job${jobs === 1 ? "" : "s"}`;
  const { ours, native } = plan;
  return [
    ...waitRows(name, plan),
    {
      ...countRow(`${name}: requests to AWS Signer about jobs`, ours.jobRequests, native.jobRequests),
      budget: "0",
      isWithinBudget: ours.jobRequests === 0 && native.jobRequests > 0,
    },
  ];
}

function waitRows(name: string, { ours, native }: Comparison): Row[] {
  return [
    {
      what: `${name}: time`,
      ours: `${ours.seconds.toFixed(1)} s`,
      reference: `${native.seconds.toFixed(1)} s`,
      ratio: (ours.seconds / native.seconds).toFixed(2),
    },
    countRow(`${name}: requests to AWS`, ours.requests, native.requests),
  ];
}

function countRow(what: string, ours: number, native: number): Row {
  return { what, ours: String(ours), reference: String(native), ratio: (ours / native).toFixed(2) };
}
