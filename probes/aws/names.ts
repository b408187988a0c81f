import { randomBytes } from "node:crypto";

/** The names of everything that one command creates in an account. */
export class Naming {
  constructor(
    /** Every name begins with it, and it is the key of every tag. */
    public readonly prefix: string,
  ) {}

  /** Names of signing profiles have no hyphens. */
  public get profilePrefix(): string {
    return this.prefix.replace(/-/g, "_");
  }

  /** IAM path of all roles. */
  public get rolePath(): string {
    return `/${this.prefix}/`;
  }
}

export const PROBE_NAMING = new Naming("signer-probe");

/** Width of the longest kind. */
export const PLANNED_KINDS = 19;

/** What a run creates of one kind. */
export interface PlannedResource {
  readonly kind:
    "bucket" | "role" | "signing profile" | "signing job" | "function" | "layer" | "network" | "code signing config";
  /** Largest number. */
  readonly atMost: number;
  readonly name: string;
  readonly removal: "removed" | "kept";
  readonly remark: string;
}

/** The names of everything that one run creates. */
export class RunNames {
  private count = 0;

  constructor(
    /** Eight hexadecimal digits that no other run has. */
    public readonly run: string = randomBytes(4).toString("hex"),
    /** Before each purpose, to distinguish two accounts of one run. */
    private readonly qualifier: string = "",
    public readonly naming: Naming = PROBE_NAMING,
  ) {}

  public get tags(): Record<string, string> {
    return { [this.naming.prefix]: this.run };
  }

  /** Of buckets, roles, functions, layers and code signing configs. */
  public name(purpose: string): string {
    return `${this.naming.prefix}-${this.run}-${this.qualifier}${purpose}`.toLowerCase();
  }

  public profileName(purpose: string): string {
    return `${this.naming.profilePrefix}_${this.run}_${this.qualifier}${purpose}`.replace(/-/g, "_");
  }

  /** A purpose that was not used before. */
  public fresh(purpose: string): string {
    return `${purpose}${++this.count}`;
  }
}

/** What a run creates, for the dry run. */
export function plannedResources({ run, naming }: RunNames): PlannedResource[] {
  const { prefix, profilePrefix, rolePath } = naming;
  const name = `${prefix}-${run}-*`;
  const removed = { name, removal: "removed" } as const;
  return [
    { kind: "bucket", atMost: 4, ...removed, remark: "some kilobytes of objects, for minutes" },
    { kind: "role", atMost: 20, ...removed, remark: `under the path ${rolePath}, for this account alone` },
    { kind: "function", atMost: 20, ...removed, remark: "never invoked" },
    { kind: "layer", atMost: 10, ...removed, remark: "layers have no tags" },
    { kind: "code signing config", atMost: 10, name: `description ${prefix}-${run}`, removal: "removed", remark: "" },
    {
      kind: "signing profile",
      atMost: 60,
      name: `${profilePrefix}_${run}_*`,
      removal: "kept",
      remark: "canceled; AWS keeps canceled and revoked profiles, and never frees their names",
    },
    {
      kind: "signing job",
      atMost: 110,
      name: "(ids that AWS gives)",
      removal: "kept",
      remark: "AWS has no way to delete the record of a job; the objects that they wrote are removed",
    },
  ];
}
