const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** What is left open or closed too often in an expression. */
export function unbalanced(expression: string): string {
  const withoutTexts = expression.replace(/"[^"]*"/g, "");
  return [...withoutTexts].reduce(
    (open, sign) =>
      "([{".includes(sign)
        ? open + sign
        : pairs[sign] === undefined
          ? open + (sign === '"' ? sign : "")
          : open.endsWith(pairs[sign])
            ? open.slice(0, -1)
            : open + sign,
    "",
  );
}

const words = new Set(["max", "min", "sum", "rate", "histogram_quantile", "unless", "absent", "or"]);

/** Names in an expression that are neither functions, nor labels, nor units. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}/g, "")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/\b(by|on) \([^)]*\)/g, "");
  return [...bare.matchAll(/[a-z_]\w*/gi)].map(([name]) => name).filter((name) => !words.has(name));
}
