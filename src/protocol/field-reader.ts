export type Fields = Readonly<Record<string, unknown>>;

/** A rule for a text: the pattern that it must match, and a description of the pattern for errors. */
export interface TextRule {
  readonly pattern: RegExp;
  readonly meaning: string;
}

export const NOT_EMPTY: TextRule = { pattern: /[\s\S]/, meaning: "a non-empty string" };

/**
 * Reads the fields of a JSON object one by one and records every problem with them.
 *
 * The reader returns a value of the right type even for an invalid field, so one pass reports all problems. The values
 * are valid only if there was no problem.
 */
export class FieldReader {
  private readonly known = new Set<string>();

  constructor(
    private readonly fields: Fields,
    private readonly problems: string[],
    private readonly path: string = "",
  ) {}

  public text(name: string, rule: TextRule = NOT_EMPTY): string {
    const value = this.take(name);
    if (typeof value === "string" && rule.pattern.test(value)) return value;
    this.refuse(name, `must be ${rule.meaning}`, value);
    return "";
  }

  /** An absent text is `null`. */
  public optionalText(name: string, rule: TextRule = NOT_EMPTY): string | null {
    return this.isAbsent(name) ? null : this.text(name, rule);
  }

  /** A text that may be empty. An absent text is empty. */
  public textOrEmpty(name: string): string {
    if (this.isAbsent(name)) return "";
    const value = this.take(name);
    if (typeof value === "string") return value;
    this.refuse(name, "must be a string", value);
    return "";
  }

  /** An absent flag is `false`. */
  public flag(name: string): boolean {
    if (this.isAbsent(name)) return false;
    const value = this.take(name);
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    this.refuse(name, "must be true or false", value);
    return false;
  }

  public wholeNumber(name: string, minimum: number, maximum: number): number {
    const value = this.take(name);
    const number = typeof value === "string" && /^[0-9]+$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= minimum && number <= maximum) return number;
    this.refuse(name, `must be a whole number from ${minimum} to ${maximum}`, value);
    return minimum;
  }

  /** An absent number is `null`. */
  public optionalWholeNumber(name: string, minimum: number, maximum: number): number | null {
    return this.isAbsent(name) ? null : this.wholeNumber(name, minimum, maximum);
  }

  public oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.take(name);
    const match = allowed.find((candidate) => candidate === value);
    if (match !== undefined) return match;
    this.refuse(name, `must be ${allowed.map((candidate) => `"${candidate}"`).join(" or ")}`, value);
    return allowed[0];
  }

  /**
   * The fields of an object, to be read by the caller. If the field is not an object, the result is an empty object.
   */
  public object(name: string): Fields {
    const value = this.take(name);
    if (isFields(value)) return value;
    this.refuse(name, "must be a JSON object", value);
    return {};
  }

  /** Reads an object with its own reader, which refuses every field that `read` does not read. */
  public nested<T>(name: string, read: (reader: FieldReader) => T): T {
    return this.nestedOpen(name, (reader) => {
      const result = read(reader);
      reader.refuseUnknown();
      return result;
    });
  }

  /** Reads an object that can contain fields that `read` does not read. */
  public nestedOpen<T>(name: string, read: (reader: FieldReader) => T): T {
    const value = this.take(name);
    if (isFields(value)) return read(new FieldReader(value, this.problems, this.at(name)));
    this.refuse(name, "must be a JSON object", value);
    // The object is missing, so its missing fields are not reported as separate problems.
    return read(new FieldReader({}, [], this.at(name)));
  }

  /** Reports every field that was not read. Call it last. */
  public refuseUnknown(): void {
    for (const name of Object.keys(this.fields)) {
      if (!this.known.has(name)) {
        this.problems.push(
          `"${this.at(name)}" is not known to this function, which may come from an older version of the library`,
        );
      }
    }
  }

  private isAbsent(name: string): boolean {
    this.known.add(name);
    return this.own(name) === undefined || this.own(name) === null;
  }

  private take(name: string): unknown {
    this.known.add(name);
    return this.own(name);
  }

  private own(name: string): unknown {
    return Object.prototype.hasOwnProperty.call(this.fields, name) ? this.fields[name] : undefined;
  }

  private refuse(name: string, rule: string, value: unknown): void {
    this.problems.push(`"${this.at(name)}" ${rule}, received ${formatValue(value)}`);
  }

  private at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as an error shows it: short, and with an unambiguous type. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
}
