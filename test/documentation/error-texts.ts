import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/** An error that the sources can throw. */
export interface ErrorText {
  readonly file: string;
  /** Type of a `HandlerError`, which is its first argument. */
  readonly name?: string;
  /** `…` stands for what is known only when the error occurs. */
  readonly text: string;
}

/** How errors are created, and which argument has the text. */
const MAKERS = new Map<string, (texts: readonly string[]) => string | undefined>([
  ["HandlerError", ([, ...sentences]) => sentences.join(" ")],
  ["ValidationError", ([, text]) => text],
  ["Error", ([text]) => text],
  ["UsageError", ([text]) => text],
  ["BackendUnavailableError", ([text]) => text],
  ["fail", ([text]) => text],
  ["refuse", ([, property, rule]) => `"${property}" must be ${rule}, received …`],
]);

/** Every error that the TypeScript files of a folder, or one file, make. */
export function errorTexts(path: string): ErrorText[] {
  return path.endsWith(".ts") ? textsOf(path) : sourcesIn(path).flatMap(textsOf);
}

/** The descriptions of valid values in the rules. */
export function ruleMeanings(folder: string): string[] {
  const meanings: string[] = [];
  for (const file of sourcesIn(folder)) {
    visit(parse(file), (node) => {
      if (ts.isPropertyAssignment(node) && node.name.getText() === "meaning") meanings.push(flat(node.initializer));
      if (ts.isCallExpression(node) && makerOf(node.expression) === "objectWith") {
        meanings.push(flat(node.arguments[0]));
      }
    });
  }
  return meanings;
}

/** Terraform's messages for failed conditions of resources. */
export function conditionTexts(folder: string): ErrorText[] {
  const found: ErrorText[] = [];
  for (const file of sourcesIn(folder)) {
    visit(parse(file), (node) => {
      if (!ts.isPropertyAssignment(node) || node.name.getText() !== "errorMessage") return;
      visit(node.initializer, (part) => {
        if (!ts.isCallExpression(part) || part.expression.getText() !== "plainText") return;
        const [text] = part.arguments;
        found.push({ file, text: ts.isCallExpression(text) ? returnedBy(text) : flat(text) });
      });
    });
  }
  return found;
}

/** Every text in a file. Parts of one text are joined. */
export function textsIn(file: string): string[] {
  const texts: string[] = [];
  visit(parse(file), (node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node)) {
      texts.push(flat(node));
    }
  });
  return texts;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

function textsOf(file: string): ErrorText[] {
  const found: ErrorText[] = [];
  visit(parse(file), (node) => {
    if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return;
    const maker = makerOf(node.expression);
    const texts = (node.arguments ?? []).map(flat);
    const text = MAKERS.get(maker)?.(texts);
    if (text === undefined || /^…?$/.test(text)) return;
    found.push({ file, name: maker === "HandlerError" ? texts[0] : undefined, text });
  });
  return found;
}

function makerOf(expression: ts.Expression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

/** The text of an expression, `…` for every part that is neither a literal nor a constant of the same file. */
function flat(node: ts.Expression): string {
  if (ts.isParenthesizedExpression(node)) return flat(node.expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(({ expression, literal }) => flat(expression) + literal.text);
    return node.head.text + spans.join("");
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return flat(node.left) + flat(node.right);
  }
  const constant = ts.isIdentifier(node) ? constantOf(node) : undefined;
  return constant === undefined ? "…" : flat(constant);
}

/** The value of a name in its function, if it is always the same text. */
function constantOf(name: ts.Identifier): ts.Expression | undefined {
  const values: ts.Expression[] = [];
  visit(enclosingFunction(name), (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== name.text) return;
    if (node.initializer !== undefined) values.push(node.initializer);
  });
  return values.length === 1 ? values[0] : undefined;
}

/** The text that a function of the same file returns. */
function returnedBy(call: ts.CallExpression): string {
  const texts: string[] = [];
  visit(call.getSourceFile(), (node) => {
    if (!ts.isFunctionDeclaration(node) || node.name?.text !== call.expression.getText()) return;
    visit(node, (part) => {
      if (ts.isReturnStatement(part) && part.expression) texts.push(flat(part.expression));
    });
  });
  return texts.join();
}

function enclosingFunction(node: ts.Node): ts.Node {
  return ts.isFunctionLike(node) || ts.isSourceFile(node) ? node : enclosingFunction(node.parent);
}
