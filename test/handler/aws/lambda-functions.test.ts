import { LambdaFunctions } from "../../../src/handler/aws/lambda-functions";
import { SdkSigner } from "../../../src/handler/aws/sdk-signer";
import { FOREIGN_ANSWER } from "../../../src/handler/ports";
import { failureKind } from "../../../src/handler/retry/failure-kind";
import { HttpSigner, json, Respond } from "../fakes/http-signer";
import { errorsOfNodeAreErrors } from "../fakes/one-realm";

errorsOfNodeAreErrors();

const JOB = "arn:aws:signer:eu-central-1:111111111111:/signing-jobs/job";

let http: HttpSigner;
let functions: LambdaFunctions;

beforeEach(async () => {
  http = await HttpSigner.start();
  process.env.AWS_ENDPOINT_URL_LAMBDA = http.url;
  functions = new LambdaFunctions(new SdkSigner(http.clientConfig).connection);
});

afterEach(async () => {
  delete process.env.AWS_ENDPOINT_URL_LAMBDA;
  await http.stop();
});

async function failure(respond: Respond, timeoutMs = 5_000) {
  http.respond = respond;
  const error = await functions.listFunctions(null, timeoutMs).catch((thrown: unknown) => thrown);
  return { error, kind: failureKind(error as never) };
}

test("ListFunctions returns the signing jobs of each function's code and layers, and AWS's time", async () => {
  const time = "Thu, 01 Jan 2054 00:00:01 GMT";
  const body = {
    Functions: [
      { FunctionName: "unsigned", SigningJobArn: null },
      { FunctionName: "signed", SigningJobArn: JOB, Layers: null },
      { FunctionName: "layered", Layers: [{ Arn: "arn", SigningJobArn: `${JOB}-1` }, { Arn: "arn" }] },
    ],
    NextMarker: "a/b=c d",
  };
  http.respond = json(200, body, { date: time });
  const answer = await functions.listFunctions(null, 5_000);
  expect(answer.serverTime).toEqual(new Date(time));
  expect(answer.value.functions).toEqual([
    { name: "unsigned", signingJobArns: [] },
    { name: "signed", signingJobArns: [JOB] },
    { name: "layered", signingJobArns: [`${JOB}-1`] },
  ]);
  await functions.listFunctions(answer.value.nextMarker, 5_000);
  expect(http.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /2015-03-31/functions",
    "GET /2015-03-31/functions?Marker=a%2Fb%3Dc%20d",
  ]);
  expect(http.received[0].headers.authorization).toMatch(/Credential=key\/\d{8}\/eu-central-1\/lambda\/aws4_request/);
});

test.each([null, ""])("the last page has the marker %j, or none", async (NextMarker) => {
  http.respond = json(200, { Functions: [], NextMarker });
  expect((await functions.listFunctions(null, 5_000)).value).toEqual({ functions: [], nextMarker: null });
});

test.each([
  ["TooManyRequestsException", 429, "throttled"],
  ["ServiceException", 500, "unavailable"],
  ["AccessDeniedException", 403, "accessDenied"],
  ["ExpiredTokenException", 403, "badCredentials"],
  ["InvalidParameterValueException", 400, "refused"],
])("%s with HTTP %d is an error with that code and AWS Lambda's message", async (code, status, kind) => {
  const failed = await failure(json(status, { Message: "In words" }, { "x-amzn-errortype": `${code}:http://a/` }));
  expect(failed).toMatchObject({ error: { operation: "ListFunctions", code, message: "In words" }, kind });
});

test.each<[string, Respond, string]>([
  ["a page with HTTP 404", (response) => response.writeHead(404).end("<html>no</html>"), "foreign"],
  ["a page with HTTP 200", (response) => response.writeHead(200).end("<html>no</html>"), "unavailable"],
  ["JSON without a list", json(200, {}), "unavailable"],
  ["nothing", (response) => response.writeHead(200).end(), "unavailable"],
])("%s is no list, and not an empty one", async (_, respond, kind) => {
  const failed = await failure(respond);
  expect(failed).toMatchObject({ error: { operation: "ListFunctions", code: FOREIGN_ANSWER }, kind });
});

test.each<[string, Respond]>([
  ["is silent", () => undefined],
  ["is reset", (response) => response.socket?.resetAndDestroy()],
])("a connection that %s is a failure to be retried", async (_, respond) => {
  expect((await failure(respond, 300)).kind).toBe("unavailable");
});

test.each([
  [{ region: "eu-central-1" }, "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions"],
  [{ region: "cn-north-1" }, "https://lambda.cn-north-1.amazonaws.com.cn/2015-03-31/functions"],
  [
    { region: "us-east-1", useFipsEndpoint: true, useDualstackEndpoint: true },
    "https://lambda-fips.us-east-1.api.aws/2015-03-31/functions",
  ],
])("in %j AWS Lambda is called at the endpoint of that partition", async (config, url) => {
  delete process.env.AWS_ENDPOINT_URL_LAMBDA;
  const requested: string[] = [];
  const requestHandler = {
    handle: async ({ protocol, hostname, path }: { protocol: string; hostname: string; path: string }) => {
      requested.push(`${protocol}//${hostname}${path}`);
      throw Object.assign(new Error("stop"), { code: "ECONNRESET" });
    },
  };
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  const { connection } = new SdkSigner({ ...config, credentials, requestHandler: requestHandler as never });
  await new LambdaFunctions(connection).listFunctions(null, 5_000).catch(() => undefined);
  expect(requested).toEqual([url]);
});
