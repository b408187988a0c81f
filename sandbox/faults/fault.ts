/** Which requests or signing jobs a fault affects: those that match every given field. */
export interface FaultMatch {
  /** Signing name of the service, such as `signer`. */
  readonly service?: string;
  /** Name of an operation of Signer or Lambda, such as `StartSigningJob` or `Invoke`. */
  readonly operation?: string;
  readonly accountId?: string;
  /** Signing profile that a request names, or that the signing job it names was started with. */
  readonly profileName?: string;
  /** Bucket of a signing job's source. */
  readonly bucketName?: string;
  /** Key of a signing job's source. */
  readonly key?: string;
  /** Lambda function that a request names. */
  readonly functionName?: string;
}

/** Effects on a signing job that starts while the fault is in place. */
export type JobEffect =
  /** The job ends as `Failed`. */
  | { readonly type: "jobFails"; readonly statusReason: string }
  /** The job takes this long. */
  | { readonly type: "jobDuration"; readonly seconds: number }
  /** The job stays `InProgress`. */
  | { readonly type: "jobNeverEnds" };

/** Effects on a request. */
export type RequestEffect =
  /** 429 TooManyRequestsException; nothing is done. */
  | { readonly type: "throttle" }
  /** As `throttle`, for the requests beyond this number in a second. */
  | { readonly type: "rateLimit"; readonly perSecond: number }
  /** This status, with the service's internal error; nothing is done. */
  | { readonly type: "serverError"; readonly status: number }
  /** 403 AccessDeniedException; nothing is done. */
  | { readonly type: "accessDenied" }
  /** The request waits before it is processed. */
  | { readonly type: "delay"; readonly seconds: number }
  /** The connection is reset, before the work is done or when it is done. */
  | { readonly type: "dropConnection"; readonly when: "before" | "after" }
  /** The process of the invoked function is killed this long after it got the event. */
  | { readonly type: "killFunction"; readonly afterSeconds: number };

export type FaultEffect = JobEffect | RequestEffect;

export interface FaultDefinition {
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
  /** Number of matching requests or jobs. @default - unlimited */
  readonly times?: number;
  /** Number of matching requests or jobs that pass first. @default 0 */
  readonly skip?: number;
}

export interface Fault extends FaultDefinition {
  readonly id: string;
  /** Number of matching requests or jobs so far. */
  readonly matched: number;
}

export const JOB_EFFECTS: readonly string[] = ["jobFails", "jobDuration", "jobNeverEnds"];

export function isJobEffect(effect: FaultEffect): effect is JobEffect {
  return JOB_EFFECTS.includes(effect.type);
}
