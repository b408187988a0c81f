import { SignerError, validationError } from "./errors";
import { InputReader, isRecord } from "./input-reader";
import type { Caller } from "../http/aws-request";

/** One operation of the API, and where it is found. */
export interface Operation {
  /** Name in the API, such as `StartSigningJob`. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path with placeholders, such as `/signing-jobs/{jobId}`. */
  readonly path: string;
  /** The response body; `undefined` for the operations without one. */
  handle(call: Call): Promise<object | undefined>;
}

export interface Call {
  readonly caller: Caller;
  readonly region: string;
  readonly input: OperationInput;
}

export interface InputSections {
  readonly path: InputReader;
  readonly query: InputReader;
  readonly body: InputReader;
}

/** The input of a call, before it is checked against the constraints of its operation. */
export class OperationInput {
  constructor(
    private readonly pathMembers: Readonly<Record<string, string>>,
    private readonly query: URLSearchParams,
    private readonly body: Buffer,
  ) {}

  /** @throws the error that `refuse` creates from all violations, before anything is done. */
  public read<T>(
    take: (sections: InputSections) => T,
    refuse: (message: string) => SignerError = (message) => validationError(message),
  ): T {
    const violations: string[] = [];
    const sections = {
      path: new InputReader(this.pathMembers, violations, "", true),
      query: new InputReader(queryMembers(this.query), violations, "", true),
      body: new InputReader(this.parseBody(refuse), violations),
    };
    const input = take(sections);
    Object.values(sections).forEach((section) => section.refuseUnknown());
    if (violations.length > 0) {
      const count = violations.length === 1 ? "1 validation error" : `${violations.length} validation errors`;
      throw refuse(`${count} detected: ${violations.join("; ")}`);
    }
    return input;
  }

  private parseBody(refuse: (message: string) => SignerError): Record<string, unknown> {
    const text = this.body.toString();
    if (text.trim() === "") return {};
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw refuse("The request body is not valid JSON");
    }
    if (!isRecord(body)) throw refuse("The request body must be a JSON object");
    return body;
  }
}

function queryMembers(query: URLSearchParams): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const name of new Set(query.keys())) {
    if (name.startsWith("X-Amz-")) continue; // the signature of a presigned URL
    const values = query.getAll(name);
    members[name] = values.length === 1 ? values[0] : values;
  }
  return members;
}
