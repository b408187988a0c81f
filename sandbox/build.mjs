// Compiles the package into `lib`, and copies the files that are not TypeScript.

import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const HERE = import.meta.dirname;
const LIB = join(HERE, "lib");
const require = createRequire(import.meta.url);

const COPIED = [
  "backend/serve.py",
  "backend/layer_actions.py",
  "backend/object_arns.py",
  "backend/policy_escapes.py",
  "backend/requirements.txt",
  "lambda/runtime/native-client.cjs",
];

rmSync(LIB, { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", join(HERE, "tsconfig.build.json")], {
  stdio: "inherit",
});
for (const file of COPIED) cpSync(join(HERE, file), join(LIB, file));

// The package contains a copy of AWS's runtime client. As a dependency it would compile its addon, which is not used,
// on every installation.
const runtimeClient = dirname(require.resolve("aws-lambda-ric"));
for (const file of ["index.mjs", "LICENSE", "NOTICE", "THIRD-PARTY-LICENSES"]) {
  cpSync(join(runtimeClient, file), join(LIB, "lambda/runtime/aws-lambda-ric", file));
}
