import * as fc from "fast-check";
import type { PropertySettings } from "./settings";

/** Returns the problem of each value, if any. Throws if a problem cannot be assigned to single values. */
export type BulkCheck<T> = (values: readonly T[]) => Promise<readonly (string | undefined)[]>;

export interface BulkSettings extends PropertySettings {
  /** How many values are looked at together. */
  readonly atOnce: number;
  /** No attempt to shrink a counterexample begins after this time. */
  readonly shrinkMs: number;
}

/** How many ways to make a counterexample smaller are tried together. */
const CANDIDATES = 60;

/**
 * Checks a property of values of which a single one takes as long to look at as many. A counterexample is made smaller, as by
 * `fc.assert`, with many candidates at once.
 */
export async function assertInBulk<T>(
  arbitrary: fc.Arbitrary<T>,
  check: BulkCheck<T>,
  settings: BulkSettings,
): Promise<void> {
  const { seed, numRuns, atOnce } = settings;
  const values = fc.sample(new Shrinkable(arbitrary), { seed, numRuns });
  for (let from = 0; from < numRuns; from += atOnce) {
    const together = values.slice(from, from + atOnce);
    const failure = await firstFailure(together, check);
    if (!failure) continue;
    const smallest = await shrink(failure, arbitrary, check, Date.now() + settings.shrinkMs);
    throw new Error(
      `Property failed (seed ${seed}, value ${from + together.indexOf(failure.value)} of ${numRuns})\n` +
        `Counterexample: ${fc.stringify(smallest.value.value)}\n${smallest.reason}\n\n` +
        `Before it was made smaller: ${fc.stringify(failure.value.value)}\n${failure.reason}`,
    );
  }
}

interface Failure<T> {
  readonly value: fc.Value<T>;
  readonly reason: string;
}

/** Checks all values together, and after a failure ever fewer of them. */
async function firstFailure<T>(values: readonly fc.Value<T>[], check: BulkCheck<T>): Promise<Failure<T> | undefined> {
  try {
    const reasons = await check(values.map(({ value }) => value));
    const index = reasons.findIndex((reason) => reason !== undefined);
    return index === -1 ? undefined : { value: values[index], reason: reasons[index]! };
  } catch (error) {
    if (values.length === 1) return { value: values[0], reason: String(error) };
    const half = Math.ceil(values.length / 2);
    const failure =
      (await firstFailure(values.slice(0, half), check)) ?? (await firstFailure(values.slice(half), check));
    if (failure) return failure;
    throw new Error(`Each half of these ${values.length} values is right, and both together are not: ${String(error)}`);
  }
}

async function shrink<T>(
  failure: Failure<T>,
  arbitrary: fc.Arbitrary<T>,
  check: BulkCheck<T>,
  until: number,
): Promise<Failure<T>> {
  if (Date.now() > until) return failure;
  const { value, context } = failure.value;
  const candidates = [...arbitrary.shrink(value, context).take(CANDIDATES)];
  const smaller = candidates.length > 0 ? await firstFailure(candidates, check) : undefined;
  return smaller ? shrink(smaller, arbitrary, check, until) : failure;
}

/** Returns values together with the context that shrinking requires. */
class Shrinkable<T> extends fc.Arbitrary<fc.Value<T>> {
  constructor(private readonly arbitrary: fc.Arbitrary<T>) {
    super();
  }

  public generate(random: fc.Random, biasFactor: number | undefined): fc.Value<fc.Value<T>> {
    return new fc.Value(this.arbitrary.generate(random, biasFactor), undefined);
  }

  public canShrinkWithoutContext(value: unknown): value is fc.Value<T> {
    void value;
    return false;
  }

  public shrink(): fc.Stream<fc.Value<fc.Value<T>>> {
    return fc.Stream.nil();
  }
}
