import { DataResource, Fn, Lazy, TerraformLocal, TerraformStack, TerraformVariable, Token } from "cdktf";
import * as fc from "fast-check";

/**
 * How a part of a text is written in the program. All except the first two are tokens.
 *
 * Terraform brings all texts to normalization form C, so that a decomposed literal stands for the same text. It is refused
 * where it can be judged, which is where there is no token beside it.
 */
const WAYS = [
  "literal",
  "decomposed",
  "variable",
  "local",
  "output",
  "lazy",
  "lazyVariable",
  "function",
  "encoded",
  "number",
] as const;
type Way = (typeof WAYS)[number];

export interface Stretch {
  readonly way: Way;
  readonly text: string;
}

/** A text as it is declared: stretch by stretch. */
export type DeclaredText = readonly Stretch[];

/** The value of the text after Terraform has run. */
export function valueOf(stretches: DeclaredText): string {
  return stretches.map(({ text }) => text).join("");
}

/** Every way to write a text in a program: as a literal, as a token, or as literals and tokens side by side. */
export function declaredText(text: fc.Arbitrary<string>): fc.Arbitrary<DeclaredText> {
  const cut = fc.record({ at: fc.nat(), way: fc.constantFrom(...WAYS) });
  return fc.oneof(
    { weight: 3, arbitrary: text.map((value): DeclaredText => [{ way: "literal", text: value }]) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(text, fc.array(cut, { minLength: 1, maxLength: 4 }))
        .map(([value, cuts]) => cutUp(value, cuts)),
    },
  );
}

/** A flag or number as it is declared. */
export interface DeclaredValue<T> {
  readonly way: "literal" | "variable" | "textVariable" | "output" | "lazy";
  readonly value: T;
}

export function declaredValue<T>(value: fc.Arbitrary<T>): fc.Arbitrary<DeclaredValue<T>> {
  return fc.record({ way: fc.constantFrom("literal", "variable", "textVariable", "output", "lazy"), value });
}

/** Possible values of a number token. cdktf reads digits after a token as a part of it. */
const NUMBER = /^(?:0|[1-9][0-9]{0,14})$/;

function cutUp(value: string, cuts: readonly { readonly at: number; readonly way: Way }[]): DeclaredText {
  const characters = [...value];
  const ends = cuts.slice(1).map(({ at }) => at % (characters.length + 1));
  const edges = [0, ...ends.sort((left, right) => left - right), characters.length];
  const texts = edges.slice(1).map((end, index) => characters.slice(edges[index], end).join(""));
  const stretches = cuts.map(({ way }, index): Stretch => {
    const isNumber = NUMBER.test(texts[index]) && !/^[0-9]/.test(texts.slice(index + 1).join(""));
    return { way: way === "number" && !isNumber ? "variable" : way, text: texts[index] };
  });
  // A number next to empty texts only is still a number.
  if (stretches.some(({ way, text }) => way === "number" && text === value)) return [{ way: "number", text: value }];
  const judged = stretches.every(({ way }) => way === "literal" || way === "decomposed");
  return judged ? [{ way: "literal", text: value }] : stretches;
}

/** Creates the tokens of a stack. Their values come from variables, whose defaults Terraform uses unchanged. */
export class Tokens {
  private variables = 0;
  private readonly values: unknown[] = [];
  private resource?: DataResource;

  constructor(private readonly stack: TerraformStack) {}

  public text(stretches: DeclaredText): string {
    return stretches.map((stretch) => this.stretch(stretch)).join("");
  }

  public flag({ way, value }: DeclaredValue<boolean>): boolean | ReturnType<typeof Token.asAny> {
    if (way === "literal") return value;
    if (way === "lazy") return Lazy.anyValue({ produce: () => value });
    return way === "output" ? this.output(value) : this.variable(way === "variable" ? value : String(value)).value;
  }

  public number({ way, value }: DeclaredValue<number>): number {
    if (way === "literal") return value;
    if (way === "lazy") return Lazy.numberValue({ produce: () => value });
    if (way === "output") return Token.asNumber(this.output(value));
    return this.variable(way === "variable" ? value : String(value)).numberValue;
  }

  private stretch({ way, text }: Stretch): string {
    switch (way) {
      case "literal":
        return text;
      case "decomposed":
        return text.normalize("NFD");
      case "variable":
        return this.variable(text).stringValue;
      case "local":
        return new TerraformLocal(this.stack, `local${this.variables}`, this.variable(text).stringValue).asString;
      case "output":
        return Token.asString(this.output(text));
      case "lazy":
        return Lazy.stringValue({ produce: () => text });
      case "lazyVariable": {
        const variable = this.variable(text);
        return Lazy.stringValue({ produce: () => variable.stringValue });
      }
      case "function":
        return Fn.join("", [this.variable(text).stringValue]);
      case "encoded":
        return Fn.base64decode(Buffer.from(text).toString("base64"));
      case "number":
        return `${this.variable(Number(text)).numberValue}`;
    }
  }

  private variable(value: string | number | boolean): TerraformVariable {
    const type = typeof value === "boolean" ? "bool" : typeof value;
    return new TerraformVariable(this.stack, `variable${this.variables++}`, { type, default: value });
  }

  /** An attribute of a resource, which Terraform knows only after it has created the resource. */
  private output(value: unknown): ReturnType<typeof Token.asAny> {
    // One for all, because cdktf runs Terraform for each.
    this.resource ??= new DataResource(this.stack, "values", {
      input: { list: Lazy.anyValue({ produce: () => this.values }) },
    });
    const index = this.values.push(this.outputSource(value)) - 1;
    return this.resource.interpolationForAttribute(`output.list[${index}]`);
  }

  private outputSource(value: unknown): unknown {
    return typeof value === "string" ? this.variable(value).stringValue : value;
  }
}
