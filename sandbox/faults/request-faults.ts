import { setTimeout as sleep } from "node:timers/promises";
import { isJobEffect, type FaultEffect, type RequestEffect } from "./fault";
import { faultAnswer } from "./fault-answer";
import type { FaultRegistry } from "./fault-registry";
import type { RequestSubject } from "../calls/recorded-call";
import type { AwsResponse } from "../http/aws-request";

/** The effects of faults on one request. */
export interface Intervention {
  /** The answer that replaces the work. */
  readonly answer?: AwsResponse;
  readonly dropConnection?: "before" | "after";
  readonly killFunctionAfterSeconds?: number;
}

/** Applies the faults in place to requests. */
export class RequestFaults {
  /** Times of the latest requests, by the id of the fault that limits their rate. */
  private readonly recent = new Map<string, number[]>();

  constructor(private readonly faults: FaultRegistry) {}

  /** Waits for the delays that are due, and returns the other effects. */
  public async intervene(subject: RequestSubject, principalArn?: string): Promise<Intervention> {
    let intervention: Intervention = {};
    for (const { id, effect } of this.faults.due(subject, (candidate) => concernsRequest(candidate, subject))) {
      const due = effect as RequestEffect;
      switch (due.type) {
        case "delay":
          await sleep(due.seconds * 1000);
          break;
        case "killFunction":
          intervention = { ...intervention, killFunctionAfterSeconds: due.afterSeconds };
          break;
        case "dropConnection":
          intervention = { ...intervention, dropConnection: due.when };
          if (due.when === "before") return intervention;
          break;
        case "rateLimit":
          if (this.exceeds(id, due.perSecond)) return { answer: faultAnswer(due, subject, principalArn) };
          break;
        default:
          return { answer: faultAnswer(due, subject, principalArn) };
      }
    }
    return intervention;
  }

  private exceeds(id: string, perSecond: number): boolean {
    const now = Date.now();
    const lastSecond = (this.recent.get(id) ?? []).filter((time) => time > now - 1000);
    const exceeded = lastSecond.length >= perSecond;
    this.recent.set(id, exceeded ? lastSecond : [...lastSecond, now]);
    return exceeded;
  }
}

function concernsRequest(effect: FaultEffect, { operation }: RequestSubject): boolean {
  if (isJobEffect(effect)) return false;
  return effect.type !== "killFunction" || operation === "Invoke";
}
