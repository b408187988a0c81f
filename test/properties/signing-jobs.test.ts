import { applyJobs } from "./apply-jobs";
import { DeclaredJob, job } from "./declared-job";
import { expectJobAsDeclared } from "./expect-job";
import { expectRoleAsNeeded } from "./expect-role";
import { assertInBulk } from "./in-bulk";
import { propertySettings } from "./settings";
import { testWithTerraform } from "../with-terraform";

testWithTerraform(
  "any declared jobs reach the function unchanged, and its role is allowed exactly what they need",
  async () => assertInBulk(job, differences, { ...propertySettings(100), atOnce: 120, shrinkMs: 120_000 }),
);

async function differences(jobs: readonly DeclaredJob[]): Promise<(string | undefined)[]> {
  const applied = await applyJobs(jobs);
  return applied.constructions.map((construction) => {
    try {
      expectJobAsDeclared(construction, applied);
      expectRoleAsNeeded(construction, applied);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  });
}
