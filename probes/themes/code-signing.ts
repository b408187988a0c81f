import {
  DeleteCodeSigningConfigCommand,
  GetCodeSigningConfigCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  type CodeSigningPolicy,
} from "@aws-sdk/client-lambda";
import type { Answer } from "../aws/answer";
import { unsignedPackage } from "../aws/preparations";
import { accepts, refuses, refusesAs, says, type Json } from "../lies/lie";
import { observe, type Expected } from "../observation";
import { document, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const CODE_SIGNING = document("https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html");
const CREATE = document("https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html");
const CONFIG = "`CodeSigningConfig`, and the postconditions of the examples";
const UNTRUSTED = { status: 400, error: "CodeVerificationFailedException" };

/** What Lambda does with a code signing config. */
export const codeSigning: readonly Probe[] = [
  {
    id: "code-signing/signed",
    assumption:
      "A function that enforces signatures is created from a signed package, and names job and profile version",
    source: CREATE,
    usedBy: `${CONFIG}; the guard of revocations reads them`,
    isRelied: true,
    lie: says("CreateFunction", (body) => {
      delete body.SigningJobArn;
    }),
    ask: async (asking) => {
      // Waits until Lambda may assume the role.
      await asking.prepared.signedFunction();
      const answer = await create(asking, await asking.prepared.signedPackage(), "Enforce");
      return observe(answer, { status: 201, body: await signerOf(asking) });
    },
  },
  {
    id: "code-signing/get-configuration",
    assumption: "GetFunctionConfiguration names the signing job and the profile version",
    source: document("https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html"),
    usedBy: "`signing_job_arn` and `signing_profile_version_arn` of aws_lambda_function",
    isRelied: true,
    lie: says("GetFunctionConfiguration", (body) => {
      delete body.SigningProfileVersionArn;
    }),
    ask: async (asking) => {
      const FunctionName = await asking.prepared.signedFunction();
      const { body } = await asking.lambda(new GetFunctionConfigurationCommand({ FunctionName }));
      return observe(body, await signerOf(asking));
    },
  },
  {
    id: "code-signing/list-functions",
    assumption: "ListFunctions names the signing job of a function",
    source: document("https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html"),
    usedBy: "the guard of revocations finds the functions that run a signature",
    isRelied: true,
    lie: says("ListFunctions", (body) => {
      body.Functions.forEach((each: Json) => delete each.SigningJobArn);
    }),
    ask: async (asking) => {
      const FunctionName = await asking.prepared.signedFunction();
      for (let Marker: string | undefined; ;) {
        const { body } = await asking.lambda(new ListFunctionsCommand({ Marker }));
        const found = body?.Functions?.find((each: Json) => each.FunctionName === FunctionName);
        Marker = body?.NextMarker;
        if (found !== undefined || !Marker) return observe(found, await signerOf(asking));
      }
    },
  },
  refused("unsigned", "an unsigned package", CODE_SIGNING, UNTRUSTED, async () => unsignedPackage()),
  refused("foreign", "a package that another profile signed", CODE_SIGNING, UNTRUSTED, async ({ prepared }) =>
    prepared.signedPackage("second"),
  ),
  refused("revoked", "a package whose signature is revoked", CODE_SIGNING, UNTRUSTED, async ({ prepared }) =>
    prepared.signedObjectOf(await prepared.revokedJob()),
  ),
  refused(
    "changed",
    "a package that was changed after it was signed",
    CODE_SIGNING,
    { status: 400, error: "InvalidCodeSignatureException" },
    async ({ prepared }) => prepared.changedPackage(),
  ),
  {
    id: "code-signing/update-unsigned",
    assumption: "UpdateFunctionCode also refuses an unsigned package",
    source: CODE_SIGNING,
    usedBy: CONFIG,
    isRelied: true,
    lie: accepts("UpdateFunctionCode", {}),
    ask: async (asking) => {
      const FunctionName = await asking.prepared.signedFunction();
      return observe(
        await asking.lambda(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: unsignedPackage() })),
        UNTRUSTED,
      );
    },
  },
  {
    id: "code-signing/warn",
    assumption: "A function that only warns is created from an unsigned package, and names no job",
    source: CODE_SIGNING,
    usedBy: CONFIG,
    isRelied: false,
    lie: refuses("CreateFunction", 400, "CodeVerificationFailedException"),
    ask: async (asking) => {
      await asking.prepared.signedFunction();
      return observe(await create(asking, unsignedPackage(), "Warn"), { status: 201, body: { SigningJobArn: null } });
    },
  },
  {
    id: "code-signing/warn-changed",
    assumption: "A function that only warns also refuses a package that was changed after it was signed",
    source: CODE_SIGNING,
    usedBy: CONFIG,
    isRelied: false,
    lie: accepts("CreateFunction", {}),
    ask: async (asking) => {
      await asking.prepared.signedFunction();
      return observe(await create(asking, await asking.prepared.changedPackage(), "Warn"), {
        status: 400,
        error: "InvalidCodeSignatureException",
      });
    },
  },
  {
    id: "code-signing/unknown-config",
    assumption: "GetCodeSigningConfig of an unknown config is refused with 404 ResourceNotFoundException",
    source: document("https://docs.aws.amazon.com/lambda/latest/api/API_GetCodeSigningConfig.html"),
    usedBy: "the AWS provider treats it as a missing config, and a plan creates it again",
    isRelied: true,
    lie: refusesAs("GetCodeSigningConfig", 404, "CodeSigningConfigNotFoundException"),
    ask: async (asking) => {
      const { partition, region, accountId } = asking.prepared.surroundings;
      const CodeSigningConfigArn = `arn:${partition}:lambda:${region}:${accountId}:code-signing-config:csc-00000000000000000`;
      return observe(await asking.lambda(new GetCodeSigningConfigCommand({ CodeSigningConfigArn })), {
        status: 404,
        error: "ResourceNotFoundException",
      });
    },
  },
  {
    id: "code-signing/config-in-use",
    assumption: "A code signing config that a function uses cannot be deleted: 409 ResourceConflictException",
    source: document("https://docs.aws.amazon.com/lambda/latest/api/API_DeleteCodeSigningConfig.html"),
    usedBy: "the function depends on the config, so Terraform destroys it first",
    isRelied: false,
    lie: refusesAs("DeleteCodeSigningConfig", 404, "ResourceNotFoundException"),
    ask: async (asking) => {
      await asking.prepared.signedFunction();
      const CodeSigningConfigArn = await asking.prepared.codeSigningConfig("Enforce");
      return observe(await asking.lambda(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn })), {
        status: 409,
        error: "ResourceConflictException",
      });
    },
  },
];

/** How the answers of Lambda name the signer of the prepared package. */
export async function signerOf({ prepared }: Asking): Promise<{ [member: string]: Expected }> {
  const { versionArn } = await prepared.profile("main");
  const { jobId } = await prepared.succeededJob();
  return { SigningProfileVersionArn: versionArn, SigningJobArn: new RegExp(`:/signing-jobs/${jobId}$`) };
}

function refused(
  what: string,
  pack: string,
  source: Probe["source"],
  expected: Expected,
  zip: (asking: Asking) => Promise<Uint8Array>,
): Probe {
  return {
    id: `code-signing/${what}`,
    assumption: `A function that enforces signatures refuses ${pack}`,
    source,
    usedBy: CONFIG,
    isRelied: true,
    lie: accepts("CreateFunction", {}),
    ask: async (asking) => {
      await asking.prepared.signedFunction();
      return observe(await create(asking, await zip(asking), "Enforce"), expected);
    },
  };
}

async function create(asking: Asking, zip: Uint8Array, policy: CodeSigningPolicy): Promise<Answer> {
  const { prepared } = asking;
  const name = prepared.names.name(prepared.names.fresh("function"));
  const command = await prepared.createFunctionCommand(name, zip, policy);
  return prepared.make("a function", async () => asking.lambda(command));
}
