import ts from "typescript";

/** What the analyzer drops: docs of types and of enum values, and deprecations. */
export interface SourceDocs {
  /** Interfaces and enums by name: how often each is declared, and its doc. */
  readonly types: Readonly<Record<string, { readonly declared: number; readonly doc: string }>>;
  /** Docs of enum values by `Type.Value`. */
  readonly values: Readonly<Record<string, string>>;
  /** Texts of `@deprecated` by `Interface.property` and `Class.property`. */
  readonly deprecated: Readonly<Record<string, string>>;
}

type Entry =
  | { readonly kind: "type"; readonly name: string; readonly doc: string }
  | { readonly kind: "value" | "deprecated"; readonly name: string; readonly doc: string };

/** Reads the docs out of TypeScript sources. Needs no type checker: names are unique in the schema. */
export function readSourceDocs(sources: readonly string[]): SourceDocs {
  const entries = sources.flatMap((text) => {
    const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
    return file.statements.flatMap(entriesOf);
  });
  const docs = (kind: Entry["kind"]) =>
    Object.fromEntries(entries.filter((entry) => entry.kind === kind).map(({ name, doc }) => [name, doc]));
  const types = entries.filter(({ kind }) => kind === "type");
  return {
    types: Object.fromEntries(
      types.map(({ name, doc }) => [
        name,
        { declared: types.filter((other) => other.name === name).length, doc },
      ]),
    ),
    values: docs("value"),
    deprecated: docs("deprecated"),
  };
}

function entriesOf(statement: ts.Statement): Entry[] {
  if (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const name = statement.name?.text ?? "";
    const own: Entry[] = ts.isInterfaceDeclaration(statement)
      ? [{ kind: "type", name, doc: docOf(statement) }]
      : [];
    return [...own, ...[...statement.members].flatMap((member) => deprecation(name, member))];
  }
  if (ts.isEnumDeclaration(statement)) {
    const name = statement.name.text;
    return [
      { kind: "type", name, doc: docOf(statement) },
      ...statement.members.map((member) => valueOf(name, member)),
    ];
  }
  return ts.isVariableStatement(statement) ? constEnum(statement) : [];
}

/** `const X = {...} as const`, the other way to write an enum. */
function constEnum(statement: ts.VariableStatement): Entry[] {
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    const object =
      initializer !== undefined && ts.isAsExpression(initializer) ? initializer.expression : undefined;
    if (!ts.isIdentifier(name) || object === undefined || !ts.isObjectLiteralExpression(object)) {
      return [];
    }
    return [
      { kind: "type" as const, name: name.text, doc: docOf(statement) },
      ...object.properties.map((property) => valueOf(name.text, property)),
    ];
  });
}

function valueOf(type: string, member: ts.ObjectLiteralElementLike | ts.EnumMember): Entry {
  return { kind: "value", name: `${type}.${member.name?.getText() ?? ""}`, doc: docOf(member) };
}

function deprecation(owner: string, member: ts.ClassElement | ts.TypeElement): Entry[] {
  const tag = ts.getJSDocDeprecatedTag(member);
  const name = `${owner}.${member.name?.getText() ?? ""}`;
  return tag === undefined
    ? []
    : [{ kind: "deprecated", name, doc: ts.getTextOfJSDocComment(tag.comment) ?? "" }];
}

function docOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? "";
}
