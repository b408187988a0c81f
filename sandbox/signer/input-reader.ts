import { TextConstraint } from "./constraints";

export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads the members of one input structure and records every violated constraint with AWS's text.
 *
 * For a wrong member it still returns a value of the right type, so one answer lists all violations.
 * The values are used only if there was no violation.
 */
export class InputReader {
  private readonly known = new Set<string>();

  constructor(
    private readonly members: Readonly<Record<string, unknown>>,
    private readonly violations: string[],
    private readonly path: string = "",
    /** Whether members come as text, as those of a query string do. */
    private readonly textual: boolean = false,
  ) {}

  public has(name: string): boolean {
    this.known.add(name);
    return this.members[name] !== undefined && this.members[name] !== null;
  }

  public text(name: string, constraint: TextConstraint = {}): string {
    return this.requireMember(name) ? this.checkText(this.members[name], this.at(name), constraint) : "";
  }

  public optionalText(name: string, constraint: TextConstraint = {}): string | undefined {
    return this.has(name) ? this.text(name, constraint) : undefined;
  }

  public integer(name: string, range: Range): number {
    if (!this.requireMember(name)) return range.min;
    const given = this.members[name];
    const value = this.textual && /^-?\d+$/.test(String(given)) ? Number(given) : given;
    if (typeof value !== "number" || !Number.isInteger(value)) return this.mistyped(name, "an integer", range.min);
    if (value < range.min) this.refuse(name, value, `Member must have value greater than or equal to ${range.min}`);
    if (value > range.max) this.refuse(name, value, `Member must have value less than or equal to ${range.max}`);
    return value;
  }

  public optionalInteger(name: string, range: Range): number | undefined {
    return this.has(name) ? this.integer(name, range) : undefined;
  }

  public optionalFlag(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (value === true || (this.textual && value === "true")) return true;
    if (value === false || (this.textual && value === "false")) return false;
    return this.mistyped(name, "a boolean", undefined);
  }

  /** Epoch seconds in a body, ISO 8601 in a query string. */
  public time(name: string): Date {
    if (!this.requireMember(name)) return new Date(0);
    const value = this.members[name];
    const time = this.textual ? new Date(String(value)) : new Date(typeof value === "number" ? value * 1000 : NaN);
    return Number.isNaN(time.getTime()) ? this.mistyped(name, "a timestamp", new Date(0)) : time;
  }

  public optionalTime(name: string): Date | undefined {
    return this.has(name) ? this.time(name) : undefined;
  }

  /** Every value of a member that may be there several times. */
  public textList(name: string, constraint: TextConstraint = {}, size?: Range): string[] {
    if (!this.requireMember(name)) return [];
    const given = this.members[name];
    const values: unknown[] = Array.isArray(given) ? given : [given];
    this.checkSize(name, values.length, size);
    return values.map((value, index) => this.checkText(value, `${this.at(name)}.${index + 1}.member`, constraint));
  }

  public optionalTextList(name: string, constraint: TextConstraint = {}): string[] {
    return this.has(name) ? this.textList(name, constraint) : [];
  }

  public structure<T>(name: string, read: (reader: InputReader) => T): T {
    const value = this.requireMember(name) ? this.members[name] : undefined;
    if (!isRecord(value)) {
      if (value !== undefined) this.mistyped(name, "a structure", undefined);
      // A missing structure is one violation, not one for each of its members.
      return read(new InputReader({}, []));
    }
    const reader = new InputReader(value, this.violations, this.at(name));
    const result = read(reader);
    reader.refuseUnknown();
    return result;
  }

  public optionalStructure<T>(name: string, read: (reader: InputReader) => T): T | undefined {
    return this.has(name) ? this.structure(name, read) : undefined;
  }

  public textMap(name: string, key: TextConstraint, value: TextConstraint, size?: Range): Map<string, string> {
    const members = this.requireMember(name) ? this.members[name] : {};
    if (!isRecord(members)) return this.mistyped(name, "a map", new Map<string, string>());
    const entries = Object.entries(members);
    if (this.has(name)) this.checkSize(name, entries.length, size);
    return new Map(
      entries.map(([each, text]) => [
        this.checkText(each, `${this.at(name)}.key`, key),
        this.checkText(text, `${this.at(name)}.${each}.member`, value),
      ]),
    );
  }

  public optionalTextMap(
    name: string,
    key: TextConstraint = {},
    value: TextConstraint = {},
    size?: Range,
  ): Map<string, string> | undefined {
    return this.has(name) ? this.textMap(name, key, value, size) : undefined;
  }

  /** Call this last. AWS ignores unknown members. Here, a mistyped member would silently have no effect. */
  public refuseUnknown(): void {
    for (const name of Object.keys(this.members)) {
      if (!this.known.has(name)) this.violations.push(`Member '${this.at(name)}' is not known to this sandbox`);
    }
  }

  private requireMember(name: string): boolean {
    if (this.has(name)) return true;
    this.violations.push(`Value null at '${this.at(name)}' failed to satisfy constraint: Member must not be null`);
    return false;
  }

  private checkText(value: unknown, path: string, { min, max, pattern, oneOf }: TextConstraint): string {
    if (typeof value !== "string") {
      this.violations.push(`Value at '${path}' must be a string`);
      return "";
    }
    const refuse = (constraint: string): void => this.violate(path, value, constraint);
    if (min !== undefined && value.length < min) {
      refuse(`Member must have length greater than or equal to ${min}`);
    }
    if (max !== undefined && value.length > max) refuse(`Member must have length less than or equal to ${max}`);
    if (pattern !== undefined && !pattern.test(value)) {
      refuse(`Member must satisfy regular expression pattern: ${pattern.source}`);
    }
    if (oneOf !== undefined && !oneOf.includes(value)) {
      refuse(`Member must satisfy enum value set: [${oneOf.join(", ")}]`);
    }
    return value;
  }

  private checkSize(name: string, count: number, size?: Range): void {
    if (size !== undefined && (count < size.min || count > size.max)) {
      this.refuse(name, `${count} entries`, `Member must have length between ${size.min} and ${size.max}`);
    }
  }

  private mistyped<T>(name: string, type: string, substitute: T): T {
    this.violations.push(`Value at '${this.at(name)}' must be ${type}`);
    return substitute;
  }

  private refuse(name: string, value: unknown, constraint: string): void {
    this.violate(this.at(name), value, constraint);
  }

  private violate(path: string, value: unknown, constraint: string): void {
    this.violations.push(`Value '${String(value)}' at '${path}' failed to satisfy constraint: ${constraint}`);
  }

  private at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
