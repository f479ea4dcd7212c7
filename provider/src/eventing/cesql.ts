import { didYouMean, type Problem } from "../problems";

/** Kinds of tokens, in the order in which the lexer of the CloudEvents SDK (sql/v2, CESQLLexer.g4) tries them. */
const tokenKinds = [
  ["space", /^[ \t\r\n]+/],
  ["string", /^"(?:\\.|""|[^"\\])*"|^'(?:\\.|''|[^'\\])*'/s],
  ["word", /^[A-Za-z][A-Za-z0-9_]*|^\d+[A-Za-z][A-Za-z0-9]*/],
  // A sign belongs to the number that follows it at once: "a -1" are two values with nothing in between.
  ["integer", /^[+-]?\d+/],
  ["symbol", /^(?:<>|<=|>=|!=|[()*/%+\-=<>,])/],
] as const;

interface Token {
  readonly kind: (typeof tokenKinds)[number][0] | "end";
  readonly text: string;
}

/** Least and most numbers of arguments of the functions that Knative knows. */
const functions: Readonly<Record<string, readonly [least: number, most: number]>> = {
  INT: [1, 1],
  BOOL: [1, 1],
  STRING: [1, 1],
  IS_BOOL: [1, 1],
  IS_INT: [1, 1],
  ABS: [1, 1],
  LENGTH: [1, 1],
  CONCAT: [0, Infinity],
  CONCAT_WS: [1, Infinity],
  LOWER: [1, 1],
  UPPER: [1, 1],
  TRIM: [1, 1],
  LEFT: [2, 2],
  RIGHT: [2, 2],
  SUBSTRING: [2, 3],
};

const keywords = new Set(["AND", "OR", "XOR", "NOT", "LIKE", "EXISTS", "IN", "TRUE", "FALSE"]);
const comparisons = ["=", "!=", "<>", "<", "<=", ">", ">="];
const binary = new Set(["AND", "OR", "XOR", "*", "/", "%", "+", "-", ...comparisons]);

class CesqlError extends Error {}

/** What makes an expression one that Knative's parser refuses, or that calls what isn't there. */
export function checkCesql(expression: string): Problem[] {
  try {
    new Reader(tokensOf(expression)).whole();
    return [];
  } catch (error) {
    if (!(error instanceof CesqlError)) {
      throw error;
    }
    return [{ path: "", code: "KN9005", reason: `is no CloudEvents SQL: ${error.message}` }];
  }
}

function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let rest = expression; rest !== "";) {
    const [token] = tokenKinds.flatMap(([kind, pattern]) => {
      const text = pattern.exec(rest)?.[0];
      return text === undefined ? [] : [{ kind, text }];
    });
    if (token === undefined) {
      const isText = /^["']/.test(rest);
      throw new CesqlError(
        isText ? `the text at ${shown(rest)} has no end` : `${shown(rest)} begins nothing`,
      );
    }
    rest = rest.slice(token.text.length);
    if (token.kind !== "space") {
      tokens.push(token);
    }
  }
  return tokens;
}

const shown = (text: string): string => JSON.stringify(text.length > 20 ? `${text.slice(0, 20)}…` : text);

/** Goes through tokens as CESQLParser.g4 has them. What binds more closely makes no difference to what may stand where. */
class Reader {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): void {
    this.expression();
    if (this.token.kind !== "end") {
      throw new CesqlError(`${shown(this.token.text)} stands where an operator or the end was expected`);
    }
  }

  private get token(): Token {
    return this.tokens[this.position] ?? { kind: "end", text: "" };
  }

  /** The upper-case text of a keyword or symbol; anything else gives an empty text. */
  private get sign(): string {
    const { kind, text } = this.token;
    const upper = text.toUpperCase();
    return kind === "symbol" || (kind === "word" && keywords.has(upper)) ? upper : "";
  }

  private take(sign: string): boolean {
    const isThere = this.sign === sign;
    this.position += Number(isThere);
    return isThere;
  }

  private expect(sign: string, where: string): void {
    if (!this.take(sign)) {
      const { kind, text } = this.token;
      throw new CesqlError(`expected "${sign}" ${where}, got ${kind === "end" ? "the end" : shown(text)}`);
    }
  }

  private expression(): void {
    this.operand();
    for (;;) {
      const isNegated = this.take("NOT");
      if (this.take("LIKE")) {
        this.pattern();
      } else if (this.take("IN")) {
        this.list();
      } else if (isNegated) {
        throw new CesqlError('expected "LIKE" or "IN" after NOT');
      } else if (binary.has(this.sign)) {
        this.position += 1;
        this.operand();
      } else {
        return;
      }
    }
  }

  private operand(): void {
    if (this.take("NOT") || this.take("-")) {
      this.operand();
    } else if (this.take("EXISTS")) {
      this.attribute();
    } else if (this.take("(")) {
      this.expression();
      this.expect(")", "at the end of what is in brackets");
    } else {
      this.value();
    }
  }

  private value(): void {
    const { kind, text } = this.token;
    if (kind === "integer" && !(Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31)) {
      throw new CesqlError(`${text} is no integer of 32 bits`);
    }
    if (kind === "string" || kind === "integer" || this.sign === "TRUE" || this.sign === "FALSE") {
      this.position += 1;
      return;
    }
    if (kind !== "word" || keywords.has(text.toUpperCase())) {
      throw new CesqlError(`expected a value, got ${kind === "end" ? "the end" : shown(text)}`);
    }
    this.position += 1;
    if (this.take("(")) {
      this.call(text);
    } else {
      checkAttributeName(text);
    }
  }

  private attribute(): void {
    const { kind, text } = this.token;
    if (kind !== "word" || keywords.has(text.toUpperCase())) {
      throw new CesqlError(
        `expected an attribute's name after EXISTS, got ${kind === "end" ? "the end" : shown(text)}`,
      );
    }
    checkAttributeName(text);
    this.position += 1;
  }

  private pattern(): void {
    if (this.token.kind !== "string") {
      throw new CesqlError("expected a text in quotation marks after LIKE");
    }
    this.position += 1;
  }

  private list(): void {
    this.expect("(", "after IN");
    this.arguments();
  }

  private call(name: string): void {
    const upper = name.toUpperCase();
    const known = functions[upper];
    if (known === undefined) {
      throw new CesqlError(`there is no function ${upper}${didYouMean(upper, Object.keys(functions))}`);
    }
    const count = this.take(")") ? 0 : this.arguments();
    const [least, most] = known;
    if (count < least || count > most) {
      throw new CesqlError(
        `${upper} takes ${least === most ? least : most === Infinity ? `at least ${least}` : `${least} to ${most}`} arguments, got ${count}`,
      );
    }
  }

  /** Expressions with commas between, up to the closing bracket. */
  private arguments(): number {
    this.expression();
    let count = 1;
    while (this.take(",")) {
      this.expression();
      count += 1;
    }
    this.expect(")", "at the end of the list");
    return count;
  }
}

function checkAttributeName(text: string): void {
  if (text.includes("_")) {
    throw new CesqlError(`${shown(text)} is no attribute's name: letters and digits`);
  }
}
