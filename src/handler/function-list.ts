import type { FunctionsPort, ListedFunction } from "./ports";
import { AwsRequestError } from "./ports";
import { retry, RetryContext, RetryLimits } from "./retry/retry";

/**
 * How old a list may be that another revocation asked for, on AWS's clock, which counts whole seconds.
 *
 * A function that has moved to a signature since then would not be seen. Terraform cannot bring that about: it looks at a
 * function that it has changed for the first time after 5 s, and goes on to a revocation only then.
 */
const MAX_AGE_MS = 2_000;

/** A list that is denied may still be allowed: the permission is of the same apply. */
const LIMITS: RetryLimits = {
  throttled: Infinity,
  unavailable: Infinity,
  badSignature: 10_000,
  accessDenied: 60_000,
};

interface Listing {
  readonly functions: readonly ListedFunction[];
  /** When AWS answered with the first page; `null` if the answer does not say. */
  readonly answeredAt: Date | null;
}

/**
 * The functions of the account and Region. Kept across invocations, so that the many revocations of a destroy share a list:
 * AWS Lambda allows an account few such requests per second.
 */
export class FunctionList {
  private last: Listing | null = null;

  constructor(private readonly functions: FunctionsPort) {}

  /**
   * @param now on AWS's clock, because that of the function may have stood still since the last invocation; `null` shares nothing
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
