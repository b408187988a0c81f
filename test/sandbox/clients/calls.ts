import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One call of AWS Signer, with an input as the AWS CLI reads it. */
export interface Call {
  readonly operation?: string;
  /** A list operation, whose pages have one item each. */
  readonly paginator?: string;
  readonly waiter?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** Member of a page that is the list. */
  readonly items?: string;
  /** Members of the output that later inputs use as `${name}`. */
  readonly save?: Readonly<Record<string, string>>;
}

export const CALLS_FILE = join(__dirname, "operations.json");
/** Every operation, paginator and waiter of AWS Signer. All clients make these calls. */
export const CALLS = JSON.parse(readFileSync(CALLS_FILE, "utf8")) as readonly Call[];

/** What a client saw. */
export interface Report {
  readonly answered: string[];
  /** How many items each paginator returned. */
  readonly items: Record<string, number>;
}

type Output = Readonly<Record<string, unknown>>;

/** How a client makes calls. */
export interface Client {
  call(operation: string, input: Output): Promise<Output>;
  paginate(operation: string, items: string): Promise<readonly unknown[]>;
  wait(waiter: string, input: Output): Promise<unknown>;
}

export async function makeCalls(client: Client, initialValues: Readonly<Record<string, string>>): Promise<Report> {
  const values = new Map(Object.entries(initialValues));
  const report: Report = { answered: [], items: {} };
  for (const { operation, paginator, waiter, input = {}, items = "", save = {} } of CALLS) {
    const text = JSON.stringify(input).replace(/\$\{(\w+)\}/g, (_, name: string) => values.get(name) ?? "");
    const actual = JSON.parse(text) as Output;
    if (waiter !== undefined) await client.wait(waiter, actual);
    if (paginator !== undefined) report.items[paginator] = (await client.paginate(paginator, items)).length;
    if (operation !== undefined) {
      const output = await client.call(operation, actual);
      for (const [name, member] of Object.entries(save)) values.set(name, String(output[member]));
    }
    report.answered.push(...[operation ?? paginator ?? []].flat());
  }
  return report;
}
