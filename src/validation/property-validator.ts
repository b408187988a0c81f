import type { IConstruct } from "constructs";
import { refuse, ValidationError } from "./errors";
import type { TextRule } from "../protocol/field-reader";
import { isToken } from "../terraform/tokens";

/**
 * Checks of what users write, made when a construct is declared. A token passes every check: what it stands for is
 * known only when Terraform runs.
 */
export class PropertyValidator {
  constructor(private readonly scope: IConstruct) {}

  public text(property: string, value: string | undefined, rule: TextRule): void {
    if (value === undefined || isToken(value)) return;
    if (typeof value !== "string" || !rule.pattern.test(value)) refuse(this.scope, property, rule.meaning, value);
    this.terraformText(property, value);
  }

  /** A list of at least one text. */
  public texts(property: string, values: readonly string[], rule: TextRule): void {
    this.notEmpty(property, values);
    if (!isToken(values)) values.forEach((value, index) => this.text(`${property}[${index}]`, value ?? "", rule));
  }

  /** A text without which nothing can be declared. Where no compiler looks, an environment variable that is not set is none. */
  public requiredText(property: string, value: string, rule: TextRule): void {
    if (value === undefined) refuse(this.scope, property, rule.meaning, value);
    this.text(property, value, rule);
  }

  public bytes(property: string, value: string, length: { readonly minimum: number; readonly maximum: number }): void {
    if (isToken(value)) return;
    const bytes = typeof value === "string" ? Buffer.byteLength(value) : NaN;
    if (!(bytes >= length.minimum && bytes <= length.maximum)) {
      refuse(this.scope, property, `${length.minimum} to ${length.maximum} bytes long in UTF-8`, value);
    }
    this.terraformText(property, value);
  }

  public wholeNumber(property: string, value: number | undefined, minimum: number, maximum: number): void {
    if (value === undefined || isToken(value)) return;
    if (!Number.isInteger(value) || value < minimum || value > maximum) {
      refuse(this.scope, property, `a whole number from ${minimum} to ${maximum}`, value);
    }
  }

  public oneOf<T>(property: string, value: T | undefined, allowed: readonly T[]): void {
    if (value === undefined || isToken(value)) return;
    if (!allowed.includes(value)) {
      refuse(this.scope, property, `one of ${allowed.map((item) => JSON.stringify(item)).join(", ")}`, value);
    }
  }

  public notEmpty(property: string, value: readonly unknown[]): void {
    if (isToken(value)) return;
    if (!Array.isArray(value) || value.length === 0) refuse(this.scope, property, "a list of at least one", value);
  }

  /** A mistake that is not one of a single value. */
  public fail(message: string): never {
    throw new ValidationError(this.scope, message);
  }

  /** Terraform would change the text on its way to AWS, and something else or nothing would be found there. */
  private terraformText(property: string, value: string): void {
    if (/\p{Surrogate}/u.test(value)) {
      refuse(this.scope, property, "valid Unicode text, without half of a surrogate pair", value);
    }
    if (value !== value.normalize("NFC")) {
      const rule = "in Unicode normalization form C, to which Terraform brings all its strings";
      refuse(this.scope, property, `${rule} (${JSON.stringify(value.normalize("NFC"))})`, value);
    }
  }
}
