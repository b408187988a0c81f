// Synthesizes a stack of signing jobs and prints what that took: CPU time in milliseconds, and the most memory in MiB.
// Arguments: "ours" or "native", number of jobs, folder of the package, output folder.
// In plain JavaScript, so that nothing but the libraries is measured.
const [, , kind, count, packageFolder, outdir] = process.argv;
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { SignerSigningJob } = require("@cdktf/provider-aws/lib/signer-signing-job");
const { SignerSigningProfile } = require("@cdktf/provider-aws/lib/signer-signing-profile");
const { App, TerraformOutput, TerraformStack } = require("cdktf");
const library = require(packageFolder);
const { Platform, SigningDestination, SigningFunction, SigningJob, SigningProfile, SigningSource } = library;

/** So many keys do not fit into the policies of one role. */
const MANY_JOBS = 3000;

function declareOurs(stack) {
  const profile = new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
  if (Number(count) >= MANY_JOBS) SigningFunction.getOrCreate(stack).allowSources("packages", "function-");
  return (index) => {
    const job = new SigningJob(stack, `job-${index}`, {
      profile,
      source: SigningSource.fromBucket("packages", `function-${index}.zip`, `version-${index}`),
      destination: SigningDestination.toBucket("packages", "signed/"),
    });
    return job.signedObject.key;
  };
}

function declareNative(stack) {
  const profile = new SignerSigningProfile(stack, "profile", { platformId: "AWSLambda-SHA384-ECDSA" });
  return (index) => {
    const job = new SignerSigningJob(stack, `job-${index}`, {
      profileName: profile.name,
      source: { s3: { bucket: "packages", key: `function-${index}.zip`, version: `version-${index}` } },
      destination: { s3: { bucket: "packages", prefix: "signed/" } },
    });
    return job.signedObject.get(0).s3.get(0).key;
  };
}

const before = process.cpuUsage();
const app = new App({ outdir });
const stack = new TerraformStack(app, "stack");
new AwsProvider(stack, "aws", { region: "us-east-1" });
const declareJob = { ours: declareOurs, native: declareNative }[kind](stack);
for (let index = 0; index < Number(count); index++) {
  new TerraformOutput(stack, `key-${index}`, { value: declareJob(index) });
}
app.synth();
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, peakMib: process.resourceUsage().maxRSS / 1024 }));
