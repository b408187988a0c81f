import type { SignerClientResolvedConfig } from "@aws-sdk/client-signer";
import { SignatureV4 } from "@smithy/signature-v4";
import { awsRequestError, foreignAnswer } from "./sdk-error";
import type { Answer, FunctionPage, FunctionsPort, ListedFunction } from "../ports";
import { AwsRequestError } from "../ports";

const OPERATION = "ListFunctions";
const PATH = "/2015-03-31/functions";

/** What is used of an answer. @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
interface ListFunctionsAnswer {
  readonly Functions?: readonly FunctionConfiguration[];
  readonly NextMarker?: string | null;
}

interface FunctionConfiguration {
  readonly FunctionName?: string;
  readonly SigningJobArn?: string | null;
  readonly Layers?: readonly { readonly SigningJobArn?: string | null }[] | null;
}

interface ErrorAnswer {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * AWS Lambda, over the connection to AWS Signer. Lambda's own client consists of the same parts and would make the
 * deployment package half as large again, for one operation.
 */
export class LambdaFunctions implements FunctionsPort {
  constructor(private readonly connection: SignerClientResolvedConfig) {}

  public async listFunctions(marker: string | null, timeoutMs: number): Promise<Answer<FunctionPage>> {
    try {
      const { statusCode, headers, text } = await this.get(marker, AbortSignal.timeout(Math.ceil(timeoutMs)));
      const body = parsed(text);
      if (statusCode >= 300) throw failure(statusCode, headers, body as ErrorAnswer | undefined, text);
      return { value: page(body as ListFunctionsAnswer | undefined, statusCode, text), serverTime: dateOf(headers) };
    } catch (error) {
      throw awsRequestError(OPERATION, error, timeoutMs);
    }
  }

  private async get(marker: string | null, abortSignal: AbortSignal) {
    const { credentials, region, sha256, requestHandler, streamCollector, systemClockOffset } = this.connection;
    const url = await this.endpoint();
    const signer = new SignatureV4({ service: "lambda", region, credentials, sha256 });
    const request = {
      method: "GET",
      protocol: url.protocol,
      hostname: url.hostname,
      port: url.port === "" ? undefined : Number(url.port),
      path: PATH,
      query: { ...(marker !== null && { Marker: marker }) },
      headers: { host: url.host },
    };
    const signingDate = new Date(Date.now() + systemClockOffset);
    const signed = await signer.sign(request, { signingDate });
    const { response } = (await requestHandler.handle(signed as never, { abortSignal })) as { response: HttpAnswer };
    const { statusCode, headers, body } = response;
    return { statusCode, headers, text: Buffer.from(await streamCollector(body)).toString("utf8") };
  }

  /**
   * AWS names the endpoints of all services in the same way, and the endpoint of AWS Signer is known for every
   * partition.
   */
  private async endpoint(): Promise<URL> {
    const { AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL } = process.env;
    const configured = AWS_ENDPOINT_URL_LAMBDA || AWS_ENDPOINT_URL;
    if (configured) return new URL(configured);
    const { endpointProvider, region, useFipsEndpoint, useDualstackEndpoint } = this.connection;
    const [Region, UseFIPS, UseDualStack] = await Promise.all([region(), useFipsEndpoint(), useDualstackEndpoint()]);
    const { url } = endpointProvider({ Region, UseFIPS, UseDualStack });
    return new URL(url.href.replace("//signer", "//lambda"));
  }
}

/** @returns `undefined` for a text that is not a JSON object */
function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function failure(
  statusCode: number,
  headers: HttpAnswer["headers"],
  body: ErrorAnswer | undefined,
  text: string,
): AwsRequestError {
  const code = (headers["x-amzn-errortype"] ?? body?.__type ?? "").split(":")[0].replace(/^.*#/, "");
  if (code === "") return foreignAnswer(OPERATION, statusCode, text);
  return new AwsRequestError(OPERATION, code, body?.message ?? body?.Message ?? "", statusCode);
}

/** A missing list is not an empty list. */
function page(answer: ListFunctionsAnswer | undefined, statusCode: number, text: string): FunctionPage {
  if (!Array.isArray(answer?.Functions)) throw foreignAnswer(OPERATION, statusCode, text);
  return { functions: answer.Functions.map(listed), nextMarker: answer.NextMarker || null };
}

function listed({ FunctionName = "", SigningJobArn, Layers }: FunctionConfiguration): ListedFunction {
  const arns = [SigningJobArn, ...(Layers ?? []).map((layer) => layer.SigningJobArn)];
  return { name: FunctionName, signingJobArns: arns.filter((arn) => arn !== undefined && arn !== null) };
}

function dateOf({ date = "" }: HttpAnswer["headers"]): Date | null {
  const time = new Date(date);
  return Number.isNaN(time.getTime()) ? null : time;
}
