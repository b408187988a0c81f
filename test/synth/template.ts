import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";

/** The arguments of a Terraform block. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- configuration is looked into, not computed with
export type Block = Record<string, any>;

/** The beginning of a name in Terraform, or a pattern for it. */
type NameFilter = string | RegExp;

type Blocks = Record<string, Record<string, Block>>;

/** The result of cdktf's synthesis: the configuration for Terraform, after preparation, aspects and validations. */
export class Template {
  /**
   * Synthesizes a stack with an AWS provider in it, as `cdktf synth` does.
   *
   * @param stackId the stack to look at, where `declare` makes others in the same app.
   */
  public static of(declare: (stack: TerraformStack) => void, stackId: string = "stack"): Template {
    const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-synth-"));
    try {
      const app = new App({ outdir: folder });
      const stack = new TerraformStack(app, "stack");
      new AwsProvider(stack, "aws", { region: "eu-west-1" });
      declare(stack);
      app.synth();
      const { stacks } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
      const { synthesizedStackPath, annotations, dependencies } = stacks[stackId];
      const text = readFileSync(join(folder, synthesizedStackPath), "utf8");
      return new Template(JSON.parse(text), annotations, dependencies);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private constructor(
    private readonly configuration: { resource?: Blocks; data?: Blocks; removed?: Block[]; output?: Blocks["output"] },
    private readonly annotations: ReadonlyArray<{ readonly level: string; readonly message: string }>,
    /** Ids of the stacks that are deployed earlier. */
    public readonly stackDependencies: readonly string[],
  ) {}

  /** The resources of a type by their names in Terraform. */
  public resources(type: string): Record<string, Block> {
    return withoutMetadata(this.configuration.resource?.[type]);
  }

  /** The only resource of a type, or the only one whose name begins or matches so. */
  public resource(type: string, name: NameFilter = ""): Block {
    return only(this.resources(type), `resource ${type} ${name}`, name);
  }

  public dataSources(type: string): Record<string, Block> {
    return withoutMetadata(this.configuration.data?.[type]);
  }

  public dataSource(type: string, name: NameFilter = ""): Block {
    return only(this.dataSources(type), `data source ${type} ${name}`, name);
  }

  /** Address of the only resource of a type, or the only one whose name begins or matches so. */
  public address(type: string, name: NameFilter = ""): string {
    return `${type}.${onlyName(this.resources(type), `resource ${type} ${name}`, name)}`;
  }

  public dataAddress(type: string, name: NameFilter = ""): string {
    return `data.${type}.${onlyName(this.dataSources(type), `data source ${type} ${name}`, name)}`;
  }

  public get removed(): Block[] {
    return this.configuration.removed ?? [];
  }

  /** The expressions that were passed to `show`. */
  public get outputs(): Record<string, unknown> {
    const outputs = Object.entries(this.configuration.output ?? {});
    return Object.fromEntries(outputs.map(([name, output]) => [name, output.value]));
  }

  public get warnings(): string[] {
    return this.annotations.filter(({ level }) => level.endsWith("warn")).map(({ message }) => message);
  }
}

/** Adds a value to `Template.outputs`. */
export function show(stack: TerraformStack, name: string, value: unknown): void {
  new TerraformOutput(stack, name, { value, staticId: true });
}

function only(blocks: Record<string, Block>, what: string, name: NameFilter): Block {
  return blocks[onlyName(blocks, what, name)];
}

function onlyName(blocks: Record<string, Block>, what: string, name: NameFilter): string {
  const matches = (other: string) => (typeof name === "string" ? other.startsWith(name) : name.test(other));
  const names = Object.keys(blocks).filter(matches);
  if (names.length !== 1) throw new Error(`expected one ${what}, found: ${names.join(", ") || "none"}`);
  return names[0];
}

function withoutMetadata(blocks: Record<string, Block> = {}): Record<string, Block> {
  return Object.fromEntries(
    Object.entries(blocks).map(([name, { "//": metadata, ...block }]) => {
      void metadata;
      return [name, block];
    }),
  );
}
