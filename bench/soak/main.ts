import { Options, parseOptions, UsageError, USAGE } from "./options";
import { explanation, line, summary } from "./report";
import { soak } from "./soak";
import { startSandbox } from "../../sandbox";
import { SandboxClient } from "../../sandbox/client";
import { handlerPackage } from "../../test/reliability/handler-package";

/** Short, to leave the time for the faults. */
const JOB_SECONDS = 0.3;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(USAGE);
    return;
  }
  const startedAt = performance.now();
  const say = (text: string) =>
    console.log(`[${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s] ${text}`);
  say(`Seed ${options.seed}`);
  const sandbox = await startSandbox({ jobSeconds: JOB_SECONDS, log: say });
  try {
    await play(options, sandbox.url, say);
  } finally {
    await sandbox.stop();
  }
}

async function play(options: Options, url: string, say: (text: string) => void): Promise<void> {
  let played = 0;
  const judged = await soak({
    ...options,
    sandbox: new SandboxClient(url),
    handler: handlerPackage(),
    onJudged: (schedule) => say(`${String(++played).padStart(4)}/${options.indexes.length} ${line(schedule)}`),
  });
  const broken = judged.filter(({ findings }) => findings.length > 0);
  for (const schedule of broken) console.log(`\n${explanation(schedule)}`);
  console.log(`\nSeed ${options.seed}: ${summary(judged)}.`);
  if (broken.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 1;
});
