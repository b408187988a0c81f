import * as ts from "typescript";

/** The two module specifiers of cdktf that `src` may use, and what they are called in CDK Terrain. */
const SPECIFIERS: readonly (readonly [RegExp, string])[] = [
  [/^cdktf$/, "cdktn"],
  [/^@cdktf\/provider-aws(?=\/lib\/)/, "@cdktn/provider-aws"],
];

/**
 * The text of a source file for CDK Terrain: both specifiers replaced in its imports and exports, and nothing else.
 *
 * @throws Error where a string names cdktf in any other way, unless it names cdktn as well. Such a module would not be
 * found by users of CDK Terrain, and such a message would not be true for them.
 */
export function cdktnSource(path: string, text: string): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const problems: string[] = [];
  let result = text;
  // From the last one to the first, so the positions of earlier ones do not change.
  for (const literal of textsIn(file).reverse()) {
    const replacement = isImported(literal) ? cdktnSpecifier(literal.text) : undefined;
    if (replacement !== undefined) {
      result = result.slice(0, literal.getStart() + 1) + replacement + result.slice(literal.getEnd() - 1);
    } else if (isTrueForCdktfOnly(literal.text)) {
      const { line } = file.getLineAndCharacterOfPosition(literal.getStart());
      problems.unshift(`${path}:${line + 1}: ${literal.getText()}`);
    }
  }
  if (problems.length > 0) {
    throw new Error(
      'These strings name cdktf, and are not true for users of cdktn. Import only from "cdktf" and ' +
        `"@cdktf/provider-aws/lib/…", and let messages name both or neither:\n${problems.join("\n")}`,
    );
  }
  return result;
}

/** A user's program for CDKTF, with the module names of CDK Terrain in its imports. */
export function cdktnProgram(program: string): string {
  return program.replace(/(?<= from ")[^"]+(?=";$)/gm, (specifier) =>
    specifier === "cdktf-aws-signer" ? "cdktn-aws-signer" : (cdktnSpecifier(specifier) ?? specifier),
  );
}

function cdktnSpecifier(specifier: string): string | undefined {
  const found = SPECIFIERS.find(([pattern]) => pattern.test(specifier));
  return found && specifier.replace(found[0], found[1]);
}

function textsIn(node: ts.Node): (ts.LiteralLikeNode & ts.Node)[] {
  const texts: (ts.LiteralLikeNode & ts.Node)[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isStringLiteralLike(child) || ts.isTemplateHead(child) || ts.isTemplateMiddleOrTemplateTail(child)) {
      texts.push(child);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return texts;
}

/** `cdktf.json` and `cdktf.out` have the same names in CDK Terrain. */
export function isTrueForCdktfOnly(text: string): boolean {
  return /cdktf(?!\.(json|out)\b)/.test(text) && !/cdktn/.test(text);
}

function isImported({ parent }: ts.Node): boolean {
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);
}
