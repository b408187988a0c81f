import type { FunctionsPort, ListedFunction } from "./ports";
import { AwsRequestError } from "./ports";
import { retry, RetryContext, RetryLimits } from "./retry/retry";

/**
 * Maximum age of a list that another revocation requested, on AWS's clock, which counts whole seconds.
 *
 * A function that has started to use a signature since then would be missing. The same Terraform run cannot cause this:
 * after it changes a function, it checks the function for the first time after 5 s, and only then continues with a
 * revocation. Another program could, so a list is never used for a signature that is newer than the list.
 */
const MAX_AGE_MS = 2_000;

/** A denied list may still become allowed: the permission is part of the same apply. */
const LIMITS: RetryLimits = {
  throttled: Infinity,
  unavailable: Infinity,
  badSignature: 10_000,
  accessDenied: 60_000,
};

/** The age of a signature, on AWS's clock. If a time is unknown (`null`), no list is shared. */
export interface Age {
  /** Now. The function's own clock may have stopped since the last invocation. */
  readonly now: Date | null;
  /** The time when the signature was made. */
  readonly signedAt: Date | null;
}

interface Listing {
  readonly functions: readonly ListedFunction[];
  /** Time when AWS returned the first page; `null` if the answer does not contain it. */
  readonly answeredAt: Date | null;
}

/**
 * The functions of the account and Region. Kept across invocations, so the many revocations of a destroy share a list:
 * AWS Lambda allows an account few such requests per second.
 */
export class FunctionList {
  private last: Listing | null = null;

  constructor(private readonly functions: FunctionsPort) {}

  /**
   * The functions that may use a signature.
   *
   * @throws RetriesExhausted
   */
  public async recent(signature: Age, context: RetryContext): Promise<readonly ListedFunction[]> {
    if (this.last !== null && isRecent(this.last, signature)) return this.last.functions;
    return this.current(context);
  }

  /** @throws RetriesExhausted */
  public async current(context: RetryContext): Promise<readonly ListedFunction[]> {
    this.last = null;
    const listing = await this.load(context);
    this.last = listing;
    return listing.functions;
  }

  private async load(context: RetryContext): Promise<Listing> {
    const first = await this.page(null, context);
    const functions = [...first.value.functions];
    for (let marker = first.value.nextMarker; marker !== null;) {
      const { value } = await this.page(marker, context);
      functions.push(...value.functions);
      marker = value.nextMarker;
    }
    return { functions, answeredAt: first.serverTime };
  }

  private async page(marker: string | null, context: RetryContext) {
    return retry(
      async (timeoutMs) => {
        const answer = await this.functions.listFunctions(marker, timeoutMs);
        if (marker === null || answer.value.nextMarker !== marker) return answer;
        throw new AwsRequestError("ListFunctions", "IncompleteAnswer", "the page leads to itself", 200);
      },
      LIMITS,
      context,
    );
  }
}

function isRecent({ answeredAt }: Listing, { now, signedAt }: Age): boolean {
  if (answeredAt === null || now === null || signedAt === null) return false;
  const ageMs = now.getTime() - answeredAt.getTime();
  return ageMs >= 0 && ageMs <= MAX_AGE_MS && answeredAt > signedAt;
}
