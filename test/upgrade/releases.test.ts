import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeExample } from "../../examples/runner/synthesize";
import { CDKTF, readJson, ROOT } from "../../packaging/flavour";
import {
  Configurations,
  configurationsIn,
  identityOf,
  storedConfigurations,
  storedVersions,
} from "../../packaging/upgrade/stored-configuration";

/**
 * If such a test fails, an upgrade signs again, revokes, or replaces something. Fix the library. Only before a version
 * is released, its configuration can be stored again: `npm run upgrade-test -- --store`.
 */
describe("an upgrade", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-upgrade-"));
  let today: Configurations;

  beforeAll(async () => {
    today = configurationsIn(await synthesizeExample(join(ROOT, "packaging/upgrade/program"), folder, {}));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(storedVersions())("from %s signs nothing again, revokes nothing and replaces nothing", (version) => {
    const stored = storedConfigurations(version);
    expect(Object.keys(stored)).toContain("deployed");
    for (const [stack, configuration] of Object.entries(stored)) {
      expect({ [stack]: identityOf(today[stack]) }).toEqual({ [stack]: identityOf(configuration) });
    }
  });

  test("to the next version is tested: the configuration of this version is stored", () => {
    const { version } = readJson<{ version: string }>(CDKTF, "package.json");
    expect(storedVersions()).toContain(version);
  });
});

describe("the comparison with an earlier version", () => {
  const [version] = storedVersions();
  const { deployed } = storedConfigurations(version);

  test.each([
    ["another prefix of the destination", '"elsewhere/"', '"somewhere/"'],
    ["another address", "of-folder_Request_", "of-folder_Identity_"],
    ["another field of the event", "profileOwner", "owner"],
  ])("finds %s", (_, from, to) => {
    const other = JSON.parse(JSON.stringify(deployed).replaceAll(from, to));
    expect(identityOf(other)).not.toEqual(identityOf(deployed));
  });

  test("accepts different code of the function, which Terraform updates in place", () => {
    const [[name, code]] = Object.entries(deployed.resource.aws_lambda_function);
    const aws_lambda_function = {
      ...deployed.resource.aws_lambda_function,
      [name]: { ...code, filename: "assets/new.zip", source_code_hash: "new" },
    };
    const other = { ...deployed, resource: { ...deployed.resource, aws_lambda_function } };
    expect(identityOf(other)).toEqual(identityOf(deployed));
  });
});
