/**
 * How thoroughly properties are tested. In a usual run they are looked at in a few seconds; for a long one, say how many times as
 * many values, and to see a failure again, its seed:
 *
 *     CDKTF_AWS_SIGNER_PROPERTY_EFFORT=100 CDKTF_AWS_SIGNER_PROPERTY_SEED=1234 npx jest test/properties
 *
 * With `CI` set the seed is always the same, so that a change is not held up by what another one has done.
 */
const { CI, CDKTF_AWS_SIGNER_PROPERTY_EFFORT, CDKTF_AWS_SIGNER_PROPERTY_SEED } = process.env;

const SEED_OF_CI = 20_260_101;

export interface PropertySettings {
  readonly seed: number;
  readonly numRuns: number;
}

export function propertySettings(usualRuns: number): PropertySettings {
  return {
    seed: Number(CDKTF_AWS_SIGNER_PROPERTY_SEED ?? (CI ? SEED_OF_CI : Date.now() % 2 ** 31)),
    numRuns: Math.ceil(usualRuns * Number(CDKTF_AWS_SIGNER_PROPERTY_EFFORT ?? 1)),
  };
}
