import { cdktf, javascript, release } from "projen";
import { ArchitectureLint } from "./projenrc/architecture-lint";
import { DevCommands } from "./projenrc/dev-commands";
import { DEV_FOLDERS, DevFolders } from "./projenrc/dev-folders";
import { CdktnFlavour } from "./projenrc/flavour/cdktn-flavour";
import { HandlerBundle } from "./projenrc/handler-bundle";
import { INSTALL_TERRAFORM, ReleaseWorkflow, RUN_LANGUAGES } from "./projenrc/release/release-workflow";
import { SandboxPackage } from "./projenrc/sandbox-package";
import { TestProjects } from "./projenrc/test-projects";

const project = new cdktf.ConstructLibraryCdktf({
  name: "cdktf-aws-signer",
  description:
    "CDKTF constructs that sign code with AWS Signer during `cdktf deploy`: signing profiles, permissions and signing jobs.",
  author: "The cdktf-aws-signer authors",
  authorAddress: "maintainers@cdktf-aws-signer.example",
  repositoryUrl: "https://github.com/cdktf-aws-signer/cdktf-aws-signer.git",
  license: "Apache-2.0",
  keywords: ["terraform", "aws", "aws-signer", "signer", "code-signing", "lambda", "iot"],
  defaultReleaseBranch: "main",

  cdktfVersion: "^0.21.0",
  constructsVersion: "^10.5.0",
  jsiiVersion: "~5.9.0",
  typescriptVersion: "~5.9.0",
  projenVersion: "0.103.25",
  minNodeVersion: "20.9.0",
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  sampleCode: false,
  release: true,
  releaseTrigger: release.ReleaseTrigger.continuous({ paths: ["CHANGELOG.md"] }),
  releaseToNpm: true,
  npmTrustedPublishing: true,
  npmignoreEnabled: false,
  github: true,
  githubOptions: { mergify: false, pullRequestLint: false, workflows: true },
  buildWorkflow: false,
  workflowNodeVersion: "24",
  workflowBootstrapSteps: [INSTALL_TERRAFORM],
  postBuildSteps: [RUN_LANGUAGES],
  pullRequestTemplate: false,
  depsUpgrade: false,
  docgen: true,

  peerDeps: ["@cdktf/provider-aws@>=20.1.0 <22.0.0"],
  peerDependencyOptions: { pinnedDevDependency: false },
  // A jsii library bundles its runtime dependencies. These are for the archives of folders (and the handler's zip), and
  // for the exclude patterns of AWS CDK, with the libraries that AWS CDK uses.
  bundledDeps: ["@balena/dockerignore@^1.0.2", "fflate@^0.8.3", "ignore@^5.3.2", "minimatch@^10.2.6"],
  devDeps: [
    // The peer in its oldest supported version, and the newest version under another name.
    "@cdktf/provider-aws@20.1.0",
    "provider-aws-v21@npm:@cdktf/provider-aws@21.22.1",
    "cdktf@0.21.0",
    "cdktf-cli@0.21.0",
    "constructs@10.6.0",
    // The same for the CDK Terrain flavour.
    "cdktn@0.24.0",
    "@cdktn/provider-aws@25.5.0",
    "provider-aws-v25@npm:@cdktn/provider-aws@25.7.0",
    // Handler
    "@aws-sdk/client-signer@^3.1134.0",
    "esbuild@^0.28.2",
    // Programs that run from source
    "tsx@^4.23.15",
    // Documentation
    "@viz-js/viz@^3.31.0",
    "mermaid@^11.6.0",
    // Tests
    "@aws-crypto/sha256-js@^5.2.0",
    "@aws-sdk/client-iam@^3.1134.0",
    "@aws-sdk/client-lambda@^3.1134.0",
    "@aws-sdk/client-s3@^3.1134.0",
    "@aws-sdk/client-sts@^3.1134.0",
    "@smithy/signature-v4@^5.0.0",
    "@types/aws-lambda@^8.10.0",
    "aws-sdk-client-mock@^4.1.0",
    "expect@^30.0.0",
    "fast-check@^4.10.2",
  ],

  publishToPypi: {
    distName: "cdktf-aws-signer",
    trustedPublishing: true,
    module: "cdktf_aws_signer",
  },
  publishToMaven: {
    mavenGroupId: "io.github.cdktf-aws-signer",
    mavenArtifactId: "cdktf-aws-signer",
    javaPackage: "io.github.cdktf_aws_signer",
  },
  publishToNuget: {
    packageId: "CdktfAwsSigner",
    trustedPublishing: true,
    dotNetNamespace: "CdktfAwsSigner",
  },
  publishToGo: {
    moduleName: "github.com/cdktf-aws-signer/cdktf-aws-signer-go",
    packageName: "cdktfawssigner",
  },

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    passWithNoTests: false,
    jestConfig: {
      // Far more than any single apply requires, so only a test that hangs reaches it.
      testTimeout: 600_000,
    },
  },
  prettier: true,
  prettierOptions: { settings: { printWidth: 120 } },
  eslintOptions: { dirs: ["src"], devdirs: ["test", "projenrc", ...DEV_FOLDERS], prettier: true },
});

const handlerBundle = new HandlerBundle(project);
new ArchitectureLint(project);
new SandboxPackage(project);
new DevFolders(project);
new DevCommands(project, handlerBundle);

new TestProjects(project, handlerBundle);
project.jest!.config.collectCoverage = false;
// Tests wait for Terraform most of the time: two workers use only two thirds of a machine with two cores.
project.jest!.config.maxWorkers = 3;

// Version 1.13.0 was never published with bindings for most platforms. Without them, `npm ci` treats the lock file as
// broken.
project.package.addPackageResolutions("unrs-resolver@1.12.2");

// No name is a reserved word of a target language. Projen would silence the warning, so a future one would be missed.
project.compileTask.reset("jsii");
new CdktnFlavour(project);
new ReleaseWorkflow(project, "0.1.0");

// jsii does not delete the output of a deleted source, and the package would include it.
project.preCompileTask.prependExec("node -e \"fs.rmSync('lib', { recursive: true, force: true })\"");

// Tests inspect the packed tarball, so they need the compiled library and the built handler.
project.testTask.prependSpawn(project.compileTask);
project.testTask.prependSpawn(project.preCompileTask);

// Only the files that a user needs, and no other files in the folder. The handler is in the zip.
project.package.addField("files", [
  "/.jsii",
  "/API.md",
  "/assets/signing-job-handler.zip",
  "/assets/THIRD-PARTY-LICENSES",
  "/assets/sbom.cdx.json",
  "/lib/**/*.js",
  "/lib/**/*.d.ts",
  "!/lib/handler/**",
]);

project.npmrc.addConfig("omit-lockfile-registry-resolved", "true");
// No package here needs its install script: esbuild and the node-pty of cdktf-cli contain their binaries, and the
// sandbox has its own replacement for the native client of aws-lambda-ric (which requires a C++ toolchain).
project.npmrc.addConfig("ignore-scripts", "true");
project.npmrc.addConfig("fund", "false");
project.npmrc.addConfig("audit", "false");

project.gitignore.exclude(
  "/.sandbox/",
  "/probe-report.json",
  "/.acceptance/",
  "__pycache__/",
  "cdktf.out/",
  ".terraform/",
  "terraform.*.tfstate*",
  "*.tfstate*",
  ".terraform.lock.hcl",
);
// The layers of examples contain modules where AWS Lambda expects them.
project.gitignore.include("/examples/*/layer/nodejs/node_modules/");
// Keys and certificates that somebody creates while trying an example.
project.gitignore.exclude("*.pem");

project.synth();
