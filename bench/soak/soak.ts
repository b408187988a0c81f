import { PlayedSchedule, playSchedule } from "./play-schedule";
import { Schedule, scheduleOf } from "./schedule";
import { Finding, judge } from "./verdict";
import type { SandboxClient } from "../../sandbox/client";
import type { FunctionPackage } from "../../test/reliability/handler-package";
import { SigningFunction } from "../../test/reliability/signing-function";

export interface SoakOptions {
  readonly sandbox: SandboxClient;
  readonly handler: FunctionPackage;
  readonly seed: number;
  /** Numbers of the schedules to play. */
  readonly indexes: readonly number[];
  /** Number of schedules that are played at the same time, each in its own account. */
  readonly parallel: number;
  /** Called with each schedule when it ends. */
  readonly onJudged?: (judged: JudgedSchedule) => void;
}

export interface JudgedSchedule {
  readonly played: PlayedSchedule;
  readonly findings: readonly Finding[];
  /** Number of jobs that the request caused, regardless of their outcome. */
  readonly jobs: number;
}

/** Longer than any event of a schedule allows, so Lambda's own timeout has no effect. */
const FUNCTION_TIMEOUT_SECONDS = 40;

/** Plays schedules through the deployed handler, and checks each against AWS Signer's own record. */
export async function soak(options: SoakOptions): Promise<JudgedSchedule[]> {
  const queue = options.indexes.map((index) => scheduleOf(options.seed, index));
  const accounts = Math.min(options.parallel, queue.length);
  const judged = await Promise.all(Array.from({ length: accounts }, async () => playInOneAccount(queue, options)));
  return judged.flat().sort((a, b) => a.played.schedule.index - b.played.schedule.index);
}

async function playInOneAccount(
  queue: Schedule[],
  { sandbox, handler, onJudged }: SoakOptions,
): Promise<JudgedSchedule[]> {
  const signer = await SigningFunction.deploy(sandbox, handler, FUNCTION_TIMEOUT_SECONDS);
  const all: JudgedSchedule[] = [];
  try {
    for (let schedule = queue.shift(); schedule !== undefined; schedule = queue.shift()) {
      const played = await playSchedule(schedule, signer);
      const jobs = (await signer.jobs()).filter(({ source }) => source?.s3?.key === played.sourceKey);
      const judged = { played, findings: judge(played, jobs), jobs: jobs.length };
      all.push(judged);
      onJudged?.(judged);
    }
    return all;
  } finally {
    signer.close();
  }
}
