import type { Context } from "aws-lambda";
import { LambdaFunctions } from "./aws/lambda-functions";
import { SdkSigner } from "./aws/sdk-signer";
import { systemClock } from "./aws/system-clock";
import { FunctionList } from "./function-list";
import { handle } from "./handle";
import type { FunctionLocation } from "./invocation";
import type { Log } from "./ports";
import { LookTimes } from "./retry/look-times";
import { Pace } from "./retry/pace";
import type { RevocableSigningJob } from "../protocol/request";
import type { SigningResult } from "../protocol/result";

/** Kept across invocations, so a warm function already has an open connection to AWS Signer. */
const signer = new SdkSigner();
const lookTimes = new LookTimes(new Pace(systemClock));
const functionList = new FunctionList(new LambdaFunctions(signer.connection));

/**
 * Logs an object, not its text: Lambda's JSON log format keeps its fields, so CloudWatch can search for them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
const log: Log = (event, details) => console.log({ event, ...details });

/** Entry point in AWS Lambda. */
export async function handler(event: unknown, context: Context): Promise<SigningResult | RevocableSigningJob> {
  return handle(event, {
    signer,
    functionList,
    lookTimes,
    clock: systemClock,
    log,
    remainingTimeMs: context.getRemainingTimeInMillis(),
    ...placeOf(context.invokedFunctionArn),
  });
}

function placeOf(functionArn: string): FunctionLocation {
  const [, region = null, accountId = null] = /^arn:[^:]*:lambda:([^:]+):([0-9]{12}):/.exec(functionArn) ?? [];
  return { accountId, region };
}
