import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case } from "./cases";
import { renameStack, type StackJson } from "./renamed-stack";
import type { AcceptanceTarget } from "./target";
import { synthesizeExample } from "../../examples/runner/synthesize";
import { type PlannedResource, type RunNames } from "../aws/names";
import { NotAsked } from "../not-asked";
import { planRows } from "../run/report";

type Kind = PlannedResource["kind"];
type Counts = Partial<Record<Kind, number>>;

const KINDS: Readonly<Record<string, Kind>> = {
  aws_s3_bucket: "bucket",
  aws_iam_role: "role",
  aws_lambda_function: "function",
  aws_lambda_layer_version: "layer",
  aws_lambda_code_signing_config: "code signing config",
  aws_signer_signing_profile: "signing profile",
  aws_vpc: "network",
  aws_subnet: "network",
  aws_security_group: "network",
  aws_lambda_invocation: "signing job",
  aws_signer_signing_job: "signing job",
};

/** At most so many in one scenario. */
const OF_A_SCENARIO: Counts = {
  bucket: 1,
  role: 2,
  function: 2,
  "code signing config": 1,
  "signing profile": 2,
  "signing job": 10,
};

/** What a run of these cases creates. The examples are synthesized to count it; nothing is created. */
export async function planOf(cases: readonly Case[], target: AcceptanceTarget, names: RunNames): Promise<string[]> {
  const counts: Counts = {};
  const notes: string[] = [];
  for (const { id } of cases) {
    try {
      add(counts, await countsOf(id, target, names));
    } catch (error) {
      notes.push(`  ${id} ${error instanceof NotAsked ? "is not run" : "FAILS"}: ${(error as Error).message}`);
    }
  }
  return [
    "A run would create, each with the prefix and, except layers, the tag of this program:",
    ...planRows(Object.entries(counts).map(([kind, atMost]) => planned(kind as Kind, atMost, names))),
    ...notes,
    "They are deployed one after the other, and each is destroyed before the next. AWS charges for some invocations of",
    "functions, for logs of some kilobytes, and for the storage of some megabytes for minutes. It does not charge for",
    "signing code for Lambda. What is removed is removed at the end, also after Ctrl-C. After a crash, run the command",
    "again with --clean.",
  ];
}

async function countsOf(id: string, { environment, variablesOf }: AcceptanceTarget, names: RunNames): Promise<Counts> {
  const [, name] = id.split("/");
  if (id.startsWith("scenario/")) return OF_A_SCENARIO;
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-plan-"));
  try {
    const counts: Counts = {};
    const variables = await variablesOf(name);
    for (const stack of await synthesizeExample(name, folder, { ...environment, ...variables })) {
      const json = JSON.parse(readFileSync(join(stack.folder, "cdk.tf.json"), "utf8")) as StackJson;
      renameStack(json, names);
      for (const [type, resources] of Object.entries(json.resource ?? {})) {
        if (KINDS[type]) add(counts, { [KINDS[type]]: Object.keys(resources).length });
      }
    }
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function add(counts: Counts, more: Counts): void {
  for (const [kind, count] of Object.entries(more) as [Kind, number][]) counts[kind] = (counts[kind] ?? 0) + count;
}

function planned(kind: Kind, atMost: number, names: RunNames): PlannedResource {
  const { naming, run } = names;
  if (kind === "signing job") {
    const remark = "AWS keeps the records of jobs; the signed objects are removed";
    return { kind, atMost, name: "(ids that AWS gives)", removal: "kept", remark };
  }
  if (kind === "signing profile") {
    const name = `${naming.profilePrefix}_${run}_*`;
    return { kind, atMost, name, removal: "kept", remark: "canceled; AWS never frees their names" };
  }
  const remark = kind === "network" ? "a VPC, subnet or security group; the first two have only the tag" : "";
  return { kind, atMost, name: `${naming.prefix}-${run}-*`, removal: "removed", remark };
}
