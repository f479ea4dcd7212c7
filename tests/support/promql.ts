/** What an expression of PromQL gives. */
export type Kind = "scalar" | "instant vector" | "range vector" | "string";

/** An expression that was read. */
export interface Reading {
  readonly kind: Kind;
  /** Names of the metrics that it asks for, each once. */
  readonly metrics: readonly string[];
}

/** Functions with the kinds that they take (a "?" at the end: may be left out, a "*": any number) and what they give. */
const functions: Readonly<Record<string, readonly [takes: readonly string[], gives: Kind]>> = {
  absent: [["instant vector"], "instant vector"],
  clamp_min: [["instant vector", "scalar"], "instant vector"],
  histogram_quantile: [["scalar", "instant vector"], "instant vector"],
  increase: [["range vector"], "instant vector"],
  label_replace: [["instant vector", "string", "string", "string", "string"], "instant vector"],
  max_over_time: [["range vector"], "instant vector"],
  min_over_time: [["range vector"], "instant vector"],
  rate: [["range vector"], "instant vector"],
  sum_over_time: [["range vector"], "instant vector"],
  time: [[], "scalar"],
};
const aggregations = ["sum", "min", "max", "avg", "count"];
/** From the loosest to the tightest, as Prometheus' grammar has them; all of these bind to the left. */
const precedence = [
  ["or"],
  ["and", "unless"],
  ["==", "!=", ">", "<", ">=", "<="],
  ["+", "-"],
  ["*", "/", "%"],
];
const setOperators = ["and", "or", "unless"];

const tokenPattern =
  /\s*(?:("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*|\$__rate_interval)|(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-zA-Z_][\w:]*)|(=~|!~|==|!=|>=|<=|[-+*/%(){}[\],:=<>]))/y;

interface Token {
  readonly type: "text" | "duration" | "number" | "name" | "sign";
  readonly value: string;
}

function tokens(expression: string): Token[] {
  const found: Token[] = [];
  const types = ["text", "duration", "number", "name", "sign"] as const;
  const pattern = new RegExp(tokenPattern);
  const end = expression.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const match = pattern.exec(expression);
    const index = match?.slice(1).findIndex((part) => part !== undefined) ?? -1;
    const type = types[index];
    if (match === null || type === undefined) {
      throw new Error(`can't read ${JSON.stringify(expression.slice(at, at + 20))}`);
    }
    found.push({ type, value: match[index + 1] ?? "" });
  }
  return found;
}

/**
 * Reads an expression of PromQL, as far as this project uses the language, by the grammar and the types of Prometheus' own parser.
 * Throws where that would refuse it.
 */
export function readPromql(expression: string): Reading {
  const parser = new Parser(tokens(expression));
  const kind = parser.whole();
  return { kind, metrics: [...parser.metrics] };
}

class Parser {
  readonly metrics = new Set<string>();
  private at = 0;

  constructor(private readonly all: readonly Token[]) {}

  whole(): Kind {
    const kind = this.binary(0);
    if (this.at < this.all.length) {
      throw new Error(`nothing may follow, got ${this.peek()?.value}`);
    }
    return kind;
  }

  private peek(): Token | undefined {
    return this.all[this.at];
  }

  private take(...values: readonly string[]): string | undefined {
    const token = this.peek();
    if (token === undefined || token.type === "text" || !values.includes(token.value)) {
      return undefined;
    }
    this.at += 1;
    return token.value;
  }

  private must(value: string): void {
    if (this.take(value) === undefined) {
      throw new Error(`expected ${value}, got ${this.peek()?.value ?? "the end"}`);
    }
  }

  private mustBe(type: Token["type"]): string {
    const token = this.peek();
    if (token?.type !== type) {
      throw new Error(`expected a ${type}, got ${token?.value ?? "the end"}`);
    }
    this.at += 1;
    return token.value;
  }

  private binary(level: number): Kind {
    const operators = precedence[level];
    if (operators === undefined) {
      return this.unary();
    }
    let left = this.binary(level + 1);
    for (let operator = this.take(...operators); operator !== undefined; operator = this.take(...operators)) {
      const isComparison = level === 2;
      const isBool = this.take("bool") !== undefined;
      if (isBool && !isComparison) {
        throw new Error(`bool goes with comparisons, not with ${operator}`);
      }
      this.matching();
      left = combined(operator, left, this.binary(level + 1), isComparison && !isBool);
    }
    return left;
  }

  /** `on (…)` or `ignoring (…)`, with `group_left (…)` behind. */
  private matching(): void {
    if (this.take("on", "ignoring") === undefined) {
      return;
    }
    this.labels();
    if (this.take("group_left", "group_right") !== undefined && this.peek()?.value === "(") {
      this.labels();
    }
  }

  private labels(): void {
    this.must("(");
    while (this.take(")") === undefined) {
      this.mustBe("name");
      if (this.take(",") === undefined) {
        this.must(")");
        return;
      }
    }
  }

  private unary(): Kind {
    if (this.take("-", "+") !== undefined) {
      return this.unary();
    }
    return this.suffixed(this.primary());
  }

  private primary(): Kind {
    const token = this.peek();
    switch (token?.type) {
      case "number":
        this.at += 1;
        return "scalar";
      case "text":
        this.at += 1;
        return "string";
      case "name":
        return this.named(token.value);
      default:
        this.must("(");
        return this.closed(this.binary(0));
    }
  }

  private closed(kind: Kind): Kind {
    this.must(")");
    return kind;
  }

  private named(name: string): Kind {
    this.at += 1;
    if (aggregations.includes(name)) {
      return this.aggregation();
    }
    const known = functions[name];
    if (known !== undefined) {
      return this.call(name, known);
    }
    if (this.peek()?.value === "(") {
      throw new Error(`there is no function ${name}`);
    }
    this.metrics.add(name);
    if (this.take("{") !== undefined) {
      this.matchers();
    }
    return "instant vector";
  }

  private aggregation(): Kind {
    const isBefore = this.take("by", "without") !== undefined;
    if (isBefore) {
      this.labels();
    }
    this.must("(");
    const kind = this.closed(this.binary(0));
    if (!isBefore && this.take("by", "without") !== undefined) {
      this.labels();
    }
    expectKind(kind, "instant vector", "an aggregation");
    return "instant vector";
  }

  private call(name: string, [takes, gives]: (typeof functions)[string]): Kind {
    this.must("(");
    takes.forEach((wanted, index) => {
      if (index > 0) {
        this.must(",");
      }
      expectKind(this.binary(0), wanted, name);
    });
    return this.closed(gives);
  }

  private matchers(): void {
    while (this.take("}") === undefined) {
      this.mustBe("name");
      const operator = this.take("=", "!=", "=~", "!~");
      if (operator === undefined) {
        throw new Error(`a label is matched by =, !=, =~ or !~, got ${this.peek()?.value}`);
      }
      const value = this.mustBe("text");
      if (operator.includes("~")) {
        new RegExp((JSON.parse(value) as string).replaceAll(/\$\w+/g, "x"));
      }
      if (this.take(",") === undefined) {
        this.must("}");
        return;
      }
    }
  }

  /** A window, a subquery, an offset. */
  private suffixed(kind: Kind): Kind {
    let now = kind;
    while (this.peek()?.type === "sign" && this.peek()?.value === "[") {
      this.must("[");
      expectKind(now, "instant vector", "a window");
      this.mustBe("duration");
      if (this.take(":") !== undefined && this.peek()?.value !== "]") {
        this.mustBe("duration");
      }
      this.must("]");
      now = "range vector";
    }
    if (this.take("offset") !== undefined) {
      this.mustBe("duration");
    }
    return now;
  }
}

function expectKind(got: Kind, wanted: string, where: string): void {
  if (got !== wanted) {
    throw new Error(`${where} takes a ${wanted}, got a ${got}`);
  }
}

function combined(operator: string, left: Kind, right: Kind, isFilter: boolean): Kind {
  for (const side of [left, right]) {
    if (side !== "scalar" && side !== "instant vector") {
      throw new Error(`${operator} stands between numbers and instant vectors, got a ${side}`);
    }
  }
  const isScalar = left === "scalar" && right === "scalar";
  if (setOperators.includes(operator) && (left === "scalar" || right === "scalar")) {
    throw new Error(`${operator} stands between instant vectors`);
  }
  if (isScalar && isFilter) {
    throw new Error(`${operator} between numbers needs bool`);
  }
  return isScalar ? "scalar" : "instant vector";
}
