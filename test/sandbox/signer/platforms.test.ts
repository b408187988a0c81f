import {
  GetSigningPlatformCommand,
  ListSigningPlatformsCommand,
  ListSigningPlatformsCommandInput,
  paginateListSigningPlatforms,
  SignerClient,
} from "@aws-sdk/client-signer";
import { errorOf, IOT, LAMBDA, NOTATION, roleArn, SignerService } from "./signer-service";

let service: SignerService;
let client: SignerClient;

beforeEach(async () => {
  service = await SignerService.start();
  client = service.root();
});
afterEach(async () => service.close());

const ALL = [LAMBDA, NOTATION, IOT, "AmazonFreeRTOS-Default", "AmazonFreeRTOS-TI-CC3220SF"];

async function list(input: ListSigningPlatformsCommandInput): Promise<unknown[]> {
  const { platforms } = await client.send(new ListSigningPlatformsCommand(input));
  return (platforms ?? []).map(({ platformId }) => platformId);
}

it("describes the Lambda platform as AWS does", async () => {
  expect(await client.send(new GetSigningPlatformCommand({ platformId: LAMBDA }))).toMatchObject({
    platformId: LAMBDA,
    displayName: "AWS Lambda",
    partner: "AWSLambda",
    target: "SHA384-ECDSA",
    category: "AWS",
    signingConfiguration: {
      encryptionAlgorithmOptions: { allowedValues: ["ECDSA"], defaultValue: "ECDSA" },
      hashAlgorithmOptions: { allowedValues: ["SHA384"], defaultValue: "SHA384" },
    },
    signingImageFormat: { supportedFormats: ["JSONDetached"], defaultFormat: "JSONDetached" },
    maxSizeInMB: 250,
    revocationSupported: true,
  });
});

it("lists the five platforms that AWS offers", async () => {
  expect(await list({})).toEqual(ALL);
});

it("filters platforms by partner, target and category", async () => {
  expect(await list({ partner: "AmazonFreeRTOS" })).toEqual(ALL.slice(3));
  expect(await list({ target: "SHA384-ECDSA" })).toEqual([LAMBDA]);
  expect(await list({ category: "AWS" })).toEqual(ALL);
  expect(await list({ category: "AWSIoT" })).toEqual([]);
});

it("lists every platform once, page by page", async () => {
  const ids: unknown[] = [];
  for await (const page of paginateListSigningPlatforms({ client, pageSize: 2 }, {})) {
    ids.push(...(page.platforms ?? []).map(({ platformId }) => platformId));
  }
  expect(ids).toEqual(ALL);
});

it("does not know other platforms", async () => {
  const error = await errorOf(client.send(new GetSigningPlatformCommand({ platformId: "Java-Applet" })));
  expect(error).toMatchObject({ name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } });
});

it("requires permission to list platforms", async () => {
  const role = service.role("reader");
  expect((await errorOf(role.send(new ListSigningPlatformsCommand({})))).name).toBe("AccessDeniedException");
  expect((await errorOf(role.send(new GetSigningPlatformCommand({ platformId: LAMBDA })))).name).toBe(
    "AccessDeniedException",
  );
  service.authorizer.allow(roleArn("reader"), "signer:GetSigningPlatform", "*");
  expect((await role.send(new GetSigningPlatformCommand({ platformId: LAMBDA }))).platformId).toBe(LAMBDA);
});
