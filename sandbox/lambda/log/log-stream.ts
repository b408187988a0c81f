import { rootOf, type BackendClient } from "../../backend/backend-client";
import type { Caller } from "../../http/aws-request";
import type { Authorizer } from "../../signer/ports";

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface LogDestination {
  readonly region: string;
  readonly logGroup: string;
  readonly logStream: string;
  /** The function's role. Its policy decides whether the log may be written, as on Lambda. */
  readonly role: Caller;
}

/** The log stream of one execution environment in CloudWatch Logs. Lines that cannot be written are lost, as on AWS. */
export class LogStream {
  private events: LogEvent[] = [];
  private delivery: Promise<void> = Promise.resolve();
  private created = false;

  constructor(
    private readonly backend: BackendClient,
    private readonly authorizer: Authorizer,
    private readonly destination: LogDestination,
    /** Called once, with the reason why lines were lost. */
    private readonly onLoss: (reason: string) => void,
  ) {}

  public add(message: string): void {
    this.events.push({ timestamp: Date.now(), message });
  }

  /** Writes in the background what was added since the last time. */
  public flush(): void {
    const logEvents = this.events;
    this.events = [];
    if (logEvents.length === 0) return;
    this.delivery = this.delivery.then(() => this.deliver(logEvents)).catch((error: Error) => this.lose(error.message));
  }

  private async deliver(logEvents: LogEvent[]): Promise<void> {
    const { logGroup: logGroupName, logStream: logStreamName } = this.destination;
    if (!this.created) {
      // Lambda creates a missing group if the role may. An existing group is no error.
      await this.call("CreateLogGroup", "", { logGroupName }).catch(() => undefined);
      await this.call("CreateLogStream", logStreamName, { logGroupName, logStreamName });
      this.created = true;
    }
    await this.call("PutLogEvents", logStreamName, { logGroupName, logStreamName, logEvents });
  }

  private lose(reason: string): void {
    if (this.created) return;
    this.created = true;
    this.onLoss(reason);
  }

  /**
   * AWS evaluates these actions on the ARN of the stream, so that `log-group:NAME:*` allows them. The backend evaluates
   * them on that of the group (measured), so it is asked as the account's root once the role's policy has allowed it.
   */
  private async call(action: string, logStream: string, input: object): Promise<void> {
    const { region, logGroup, role } = this.destination;
    const arn = `arn:aws:logs:${region}:${role.accountId}:log-group:${logGroup}:log-stream:${logStream}`;
    if (!(await this.authorizer.isAllowed(role, `logs:${action}`, arn))) {
      throw new Error(
        `AccessDeniedException: ${role.arn} is not authorized to perform: logs:${action} on resource: ${arn}`,
      );
    }
    const response = await this.backend.send({
      service: "logs",
      region,
      credentials: rootOf(role.accountId),
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `Logs_20140328.${action}` },
      body: JSON.stringify(input),
    });
    if (response.status >= 300) throw new Error(response.body.toString("utf8"));
  }
}
