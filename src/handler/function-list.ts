import type { FunctionsPort, ListedFunction } from "./ports";
import { AwsRequestError } from "./ports";
import { retry, RetryContext, RetryLimits } from "./retry/retry";

/**
 * Maximum age of a list that another revocation requested, on AWS's clock, which counts whole seconds.
 *
 * A function that has started to use a signature since then would be missing. Terraform cannot cause this: after it
 * changes a function, it checks the function for the first time after 5 s, and only then continues with a revocation.
 */
const MAX_AGE_MS = 2_000;

/** A denied list may still become allowed: the permission is part of the same apply. */
const LIMITS: RetryLimits = {
  throttled: Infinity,
  unavailable: Infinity,
  badSignature: 10_000,
  accessDenied: 60_000,
};

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
   * @param now on AWS's clock, because the function's clock may have stopped since the last invocation; `null` shares
   * nothing
   * @throws RetriesExhausted
   */
  public async recent(now: Date | null, context: RetryContext): Promise<readonly ListedFunction[]> {
    if (this.last !== null && isRecent(this.last, now)) return this.last.functions;
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

function isRecent({ answeredAt }: Listing, now: Date | null): boolean {
  if (answeredAt === null || now === null) return false;
  const ageMs = now.getTime() - answeredAt.getTime();
  return ageMs >= 0 && ageMs <= MAX_AGE_MS;
}
