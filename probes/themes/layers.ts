import { GetLayerVersionByArnCommand, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { signerOf } from "./code-signing";
import type { Answer } from "../aws/answer";
import { unsignedPackage } from "../aws/preparations";
import { accepts, refuses, says } from "../lies/lie";
import { observe, type Expected } from "../observation";
import { document, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const CODE_SIGNING = document("https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html");
const USED_BY = "layers of functions with a `CodeSigningConfig`";
const UNTRUSTED = { status: 400, error: "CodeVerificationFailedException" };
const CHANGED = { status: 400, error: "InvalidCodeSignatureException" };

/**
 * What Lambda does with the layers of a function that has a code signing config. Each probe prepares such a function
 * first, which waits until Lambda may assume the role, and shows whether the server has code signing configs.
 */
export const layers: readonly Probe[] = [
  {
    id: "layers/signed",
    assumption:
      "A function that enforces signatures is created with a signed layer, and names its job and profile version",
    source: document("https://docs.aws.amazon.com/lambda/latest/api/API_Layer.html"),
    usedBy: USED_BY,
    isRelied: true,
    lie: refuses("CreateFunction", 400, "CodeVerificationFailedException"),
    ask: async (asking) => {
      await asking.prepared.signedFunction();
      const answer = await createWith(asking, await asking.prepared.signedPackage());
      return observe(answer, { status: 201, body: { Layers: [await signerOf(asking)] } });
    },
  },
  {
    id: "layers/signer",
    assumption: "GetLayerVersionByArn names the signing job and the profile version of a layer",
    source: document("https://docs.aws.amazon.com/lambda/latest/api/API_LayerVersionContentOutput.html"),
    usedBy: "`signing_job_arn` and `signing_profile_version_arn` of aws_lambda_layer_version",
    isRelied: true,
    lie: says("GetLayerVersionByArn", (body) => {
      delete body.Content.SigningJobArn;
    }),
    ask: async (asking) => {
      await asking.prepared.signedFunction();
      const Arn = await asking.prepared.layer(await asking.prepared.signedPackage());
      const { body } = await asking.lambda(new GetLayerVersionByArnCommand({ Arn }));
      return observe(body?.Content, await signerOf(asking));
    },
  },
  refused("unsigned", "an unsigned layer", UNTRUSTED, async () => unsignedPackage()),
  refused("foreign", "a layer that another profile signed", UNTRUSTED, async ({ prepared }) =>
    prepared.signedPackage("second"),
  ),
  refused("revoked", "a layer whose signature is revoked", UNTRUSTED, async ({ prepared }) =>
    prepared.signedObjectOf(await prepared.revokedJob()),
  ),
  refused("changed", "a layer that was changed after it was signed", CHANGED, async ({ prepared }) =>
    prepared.changedPackage(),
  ),
  {
    id: "layers/update-unsigned",
    assumption: "UpdateFunctionConfiguration also refuses an unsigned layer",
    source: CODE_SIGNING,
    usedBy: USED_BY,
    isRelied: true,
    lie: accepts("UpdateFunctionConfiguration", {}),
    ask: async (asking) => {
      const FunctionName = await asking.prepared.signedFunction();
      const Layers = [await asking.prepared.layer(unsignedPackage())];
      return observe(await asking.lambda(new UpdateFunctionConfigurationCommand({ FunctionName, Layers })), UNTRUSTED);
    },
  },
];

function refused(what: string, layer: string, expected: Expected, zip: (asking: Asking) => Promise<Uint8Array>): Probe {
  return {
    id: `layers/${what}`,
    assumption: `A function that enforces signatures refuses ${layer}`,
    source: CODE_SIGNING,
    usedBy: USED_BY,
    isRelied: true,
    lie: accepts("CreateFunction", {}),
    ask: async (asking) => {
      await asking.prepared.signedFunction();
      return observe(await createWith(asking, await zip(asking)), expected);
    },
  };
}

/** Creates a function with a signed package, and with this layer. */
async function createWith(asking: Asking, layerZip: Uint8Array): Promise<Answer> {
  const { prepared } = asking;
  const name = prepared.names.name(prepared.names.fresh("layered"));
  const command = await prepared.createFunctionCommand(name, await prepared.signedPackage(), "Enforce");
  command.input.Layers = [await prepared.layer(layerZip)];
  return prepared.make("a function", async () => asking.lambda(command));
}
