import { validationError } from "./errors";

export interface StartedJob {
  readonly jobId: string;
  readonly jobOwner: string;
}

interface Use {
  readonly parameters: string;
  readonly response: Promise<StartedJob>;
  /** The response, when it exists. */
  started?: StartedJob;
}

interface SavedUse {
  readonly parameters: string;
  readonly started: StartedJob;
}

/**
 * Makes StartSigningJob idempotent: "All calls after the first that use this token return the same response as the
 * first call", also when the job of the first call failed. Calls at the same time start one job.
 *
 * A refused call does not use up its token. AWS does not document its answer to a known token with other parameters.
 * The sandbox answers with a ValidationException.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_StartSigningJob.html
 */
export class ClientRequestTokens {
  private readonly uses = new Map<string, Use>();

  /** @param token unique within its account and Region */
  public async once(token: string, parameters: object, start: () => Promise<StartedJob>): Promise<StartedJob> {
    const text = JSON.stringify(parameters);
    const earlier = this.uses.get(token);
    if (earlier !== undefined) {
      if (earlier.parameters !== text) {
        throw validationError("The clientRequestToken was used before, in a request with other parameters");
      }
      return earlier.response;
    }
    const response = start();
    const use: Use = { parameters: text, response };
    this.uses.set(token, use);
    response.then(
      (started) => (use.started = started),
      () => this.uses.delete(token),
    );
    return response;
  }

  public snapshot(): Map<string, SavedUse> {
    const saved = new Map<string, SavedUse>();
    this.uses.forEach(({ parameters, started }, token) => started && saved.set(token, { parameters, started }));
    return saved;
  }

  public restore(snapshot: ReadonlyMap<string, SavedUse>): void {
    snapshot.forEach(({ parameters, started }, token) =>
      this.uses.set(token, { parameters, started, response: Promise.resolve(started) }),
    );
  }

  public clear(): void {
    this.uses.clear();
  }
}
