import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../lies/lie";
import { NotAsked } from "../not-asked";

/** The answer of a server as it was sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON. */
  readonly body: Json;
  readonly bytes: Buffer;
  /** Name of the error, `null` for success. */
  readonly error: string | null;
  readonly message: string | null;
}

interface Command {
  readonly middlewareStack: { add(middleware: unknown, options: unknown): void };
}

interface Client {
  send(command: Json): Promise<unknown>;
}

interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  body: AsyncIterable<Uint8Array>;
}

/** Sends a command of the AWS SDK once, and returns the answer, even if it is a refusal. */
export async function askOnce(client: Client, command: object): Promise<Answer> {
  let answer: Answer | undefined;
  (command as Command).middlewareStack.add(
    (next: (args: unknown) => Promise<{ response: HttpResponse }>) => async (args: unknown) => {
      const result = await next(args);
      const { response } = result;
      const bytes = await bytesOf(response.body);
      answer = answerOf(response, bytes);
      response.body = new PassThrough().end(bytes);
      return result;
    },
    // Next to the connection, before anything reads the body.
    { step: "deserialize", priority: "low", name: "keepAnswer", override: true },
  );
  try {
    await client.send(command);
  } catch (error) {
    // Refused, or in a form that the SDK does not understand: the answer says more than the SDK's error.
    if (answer === undefined) throw error;
  }
  if (answer === undefined) throw new Error("the AWS SDK made no request");
  if (isNotImplemented(answer)) {
    throw new NotAsked(`the server does not implement ${command.constructor.name.replace("Command", "")}`);
  }
  return answer;
}

/** How emulators answer an unknown operation: moto with a web page, ministack with a sentence, the sandbox with an error. */
function isNotImplemented({ status, bytes, message, error }: Answer): boolean {
  return (
    (status === 404 && /^\s*<!doctype html/i.test(bytes.subarray(0, 20).toString("latin1"))) ||
    /^No route for /.test(message ?? "") ||
    error === "NotImplementedException"
  );
}

/** As `askOnce`, but waits and repeats a throttled request. */
export async function ask(client: Client, command: object): Promise<Answer> {
  for (let delayMs = 1000; ; delayMs *= 2) {
    const answer = await askOnce(client, command);
    if (answer.status !== 429 || delayMs > 16_000) return answer;
    await sleep(delayMs);
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answerOf({ statusCode, headers }: HttpResponse, bytes: Buffer): Answer {
  const text = bytes.toString("utf8");
  const body = json(text);
  const isError = statusCode >= 300;
  return {
    status: statusCode,
    headers,
    body,
    bytes,
    error: isError ? errorName(headers, body, text) : null,
    message: isError ? (body?.message ?? body?.Message ?? element(text, "Message") ?? text.slice(0, 200)) : null,
  };
}

/** `x-amzn-errortype` may carry a URL behind a colon, and `__type` a namespace before a hash. */
function errorName(headers: Readonly<Record<string, string>>, body: Json, text: string): string {
  const name: string = headers["x-amzn-errortype"] ?? body?.__type ?? element(text, "Code") ?? "";
  return name.split(":")[0].split("#").pop() ?? "";
}

function json(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
