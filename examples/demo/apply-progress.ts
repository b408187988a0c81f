/** An event of an apply that the demo reports in words. */
interface Milestone {
  readonly event: RegExp;
  readonly text: string;
}

const MILESTONES: readonly Milestone[] = [
  { event: /^aws_s3_object\.\S+: Creation/, text: "the code is in Amazon S3, not yet signed" },
  {
    event: /^aws_lambda_function\.AwsSignerFunction\S*: Creation/,
    text: "the function that runs signing jobs is ready",
  },
  { event: /^aws_lambda_invocation\.\S+: Creation/, text: "AWS Signer has signed the code" },
  { event: /^aws_lambda_function\.function: Creation/, text: "the Lambda function is created from the signed object" },
  { event: /^aws_lambda_function\.function: Modifications/, text: "the Lambda function is updated to the new object" },
  { event: /^aws_lambda_function\.function: Destruction/, text: "the Lambda function is destroyed" },
];

/** Where the progress is written: lines that remain, and one line that the next one replaces. */
export interface ProgressLines {
  note(text: string): void;
  live(text: string): void;
}

/** Reports one apply or destroy of Terraform as a count of finished resources, with the few events that matter. */
export class ApplyProgress {
  private total = 0;
  private done = 0;

  constructor(private readonly lines: ProgressLines) {}

  /** Reads a line of Terraform's output. */
  public read(line: string): void {
    const plan = /^Plan: (.*)\.$/.exec(line);
    if (plan) {
      const counts = [...plan[1].matchAll(/(\d+) to (?:add|change|destroy)/g)].map(([, count]) => Number(count));
      this.total = counts.reduce((sum, count) => sum + count, 0);
      this.lines.note(line);
    }
    if (!/: (Creation|Modifications|Destruction) complete/.test(line)) return;
    this.done += 1;
    const milestone = MILESTONES.find(({ event }) => event.test(line));
    if (milestone) this.lines.note(`${this.count()}  ${milestone.text}`);
    else if (this.done === this.total) this.lines.note(`${this.count()}  done`);
    else this.lines.live(this.count());
  }

  private count(): string {
    return `${String(this.done).padStart(2)} of ${this.total}`;
  }
}
