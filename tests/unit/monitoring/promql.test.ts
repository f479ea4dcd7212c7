import { expect } from "chai";
import { readPromql } from "../../support/promql";

describe("the reader of PromQL", () => {
  const good: readonly (readonly [expression: string, kind: string, ...metrics: string[]])[] = [
    ["1 + 2 * 3", "scalar"],
    ["up", "instant vector", "up"],
    ['sum by (a, b) (rate(x_total{a=~"5..", b!=""}[5m])) > 0.5', "instant vector", "x_total"],
    ["sum(x) by (a)", "instant vector", "x"],
    ["(a > bool 0) > bool (a offset 1m > bool 0)", "instant vector", "a"],
    ["sum_over_time((a > b)[1d:1m])", "instant vector", "a", "b"],
    [
      'label_replace(a * on (n, p) group_left () (b), "x", "$1", "pod", "(.+)-deployment-.+")',
      "instant vector",
      "a",
      "b",
    ],
    ["a[5m]", "range vector", "a"],
    ["rate(a[$__rate_interval])", "instant vector", "a"],
    ["a unless on (x) b or c", "instant vector", "a", "b", "c"],
    ["histogram_quantile(0.95, sum by (le) (rate(a_bucket[10m])))", "instant vector", "a_bucket"],
  ];
  for (const [expression, kind, ...metrics] of good) {
    it(`takes ${expression}`, () => {
      expect(readPromql(expression)).to.deep.equal({ kind, metrics });
    });
  }

  const bad: readonly (readonly [expression: string, reason: RegExp])[] = [
    ["", /got the end/],
    ["sum(", /got the end/],
    ["sum(a))", /nothing may follow/],
    ["rate(a)", /rate takes a range vector/],
    ["sum(a[5m])", /aggregation takes a instant vector/],
    ["a[5m] > 1", /between numbers and instant vectors/],
    ["1 > 2", /needs bool/],
    ["a and 1", /between instant vectors/],
    ["a + bool b", /bool goes with comparisons/],
    ["a{b}", /matched by/],
    ["a{b=c}", /expected a text/],
    ['a{b="c" d="e"}', /expected }/],
    ['a{b=~"("}', /regular expression/],
    ["histogram_quantile(sum(a), 0.9)", /takes a scalar/],
    ["avg_rate(a[5m])", /no function avg_rate/],
    ["sum by a (b)", /expected \(/],
    ["a ! b", /can't read/],
    ['"text" + a', /got a string/],
  ];
  for (const [expression, reason] of bad) {
    it(`refuses ${expression === "" ? "nothing" : expression}`, () => {
      expect(() => readPromql(expression)).to.throw(reason);
    });
  }
});
