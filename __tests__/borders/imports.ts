import { parseSync, Visitor } from "oxc-parser";

/**
 * What a file of TypeScript or JavaScript imports, as it is written there: `import` and `export … from`,
 * of types too, `import()` of values and of types, `import x = require()` and `require()`.
 */
export function importsOf(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  const [error] = errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  const found: string[] = [];
  const note = (node: unknown) => {
    const text = textOf(node);
    if (text !== undefined) found.push(text);
  };
  const visitor = new Visitor({
    ImportDeclaration: ({ source }) => note(source),
    ExportNamedDeclaration: ({ source }) => note(source),
    ExportAllDeclaration: ({ source }) => note(source),
    ImportExpression: ({ source }) => note(source),
    TSImportType: ({ source }) => note(source),
    TSExternalModuleReference: ({ expression }) => note(expression),
    CallExpression: ({ callee, arguments: [name] }) => {
      if (callee.type === "Identifier" && callee.name === "require") note(name);
    },
  });
  visitor.visit(program);
  return found;
}

/** A string, or a template without anything to fill in. */
function textOf(node: unknown): string | undefined {
  const { type, value, quasis } = (node ?? {}) as {
    readonly type?: string;
    readonly value?: unknown;
    readonly quasis?: readonly { readonly value: { readonly cooked: string | null } }[];
  };
  if (type === "Literal" && typeof value === "string") return value;
  if (type !== "TemplateLiteral" || quasis?.length !== 1) return undefined;
  return quasis[0]?.value.cooked ?? undefined;
}
