import { expect } from "chai";
import { checkCesql } from "../../../provider/src/eventing/cesql";
import { isoDuration, isoSeconds } from "../../../provider/src/eventing/duration";
import { checkSchedule, checkTimezone } from "../../../provider/src/eventing/schedule";
import { checkShape } from "../../../provider/src/problems";

describe("eventing: durations", () => {
  // As github.com/rickb777/date/period reads them.
  const known: readonly (readonly [string, number])[] = [
    ["P0", 0],
    ["PT0S", 0],
    ["PT0.2S", 0.2],
    ["PT0,5S", 0.5],
    ["PT10S", 10],
    ["PT1H30M", 5400],
    ["P1DT2H", 93_600],
    ["P2W", 1_209_600],
    ["+PT1M", 60],
    ["-PT1M", -60],
    ["PT0.25S", 0.2],
  ];
  for (const [text, seconds] of known) {
    it(`reads ${text} as ${seconds} s`, () => {
      expect(isoSeconds(text)).to.equal(seconds);
    });
  }

  for (const text of [
    "",
    "P",
    "PT",
    "10s",
    "PT10",
    "PTS",
    "P1H",
    "PT1D",
    "pt1s",
    "PT1S2M",
    "P1D1W",
    "PT1M ",
    "-P",
  ]) {
    it(`reads nothing of "${text}"`, () => {
      expect(isoSeconds(text)).to.equal(undefined);
    });
  }

  it("takes what Knative keeps as it is, and refuses the rest (KN9003)", () => {
    const codes = (from: "zero" | "above zero", text: string) =>
      checkShape(isoDuration(from), text).map(({ code }) => code);
    expect(["PT0S", "PT0.2S", "P30D"].flatMap((text) => codes("zero", text))).to.deep.equal([]);
    // Finer than tenths, negative, longer than any field holds, no duration.
    for (const text of ["PT0.25S", "-PT1S", "P31D", "PT9999H", "5s"]) {
      expect(codes("zero", text), text).to.deep.equal(["KN9003"]);
    }
    expect(codes("above zero", "PT0S")).to.deep.equal(["KN9003"]);
    expect(codes("above zero", "PT0.50S")).to.deep.equal([]);
  });
});

describe("eventing: CloudEvents SQL", () => {
  const readable = [
    "TRUE",
    "type = 'com.example.order'",
    "type LIKE 'com.%' AND NOT (amount < 100 OR EXISTS discount)",
    "source NOT IN ('a', \"b\", 'it''s') xor true",
    "amount - 1 >= -5",
    "-amount * 2 % 3 = +4",
    "LENGTH(CONCAT('a', subject, upper(type))) > 3",
    "SUBSTRING(type, 2, 3) <> 'x' and left(type, 2) != 'y'",
    "CONCAT() = ''",
    "not exists traceparent",
    "1st = 'a \\' b'",
    "INT(amount) = 2147483647",
  ];
  for (const expression of readable) {
    it(`reads ${expression}`, () => {
      expect(checkCesql(expression)).to.deep.equal([]);
    });
  }

  const wrong: readonly (readonly [string, RegExp])[] = [
    ["", /expected a value, got the end/],
    ["type = 'open", /has no end/],
    ["type == 'a'", /expected a value, got "="/],
    ["type = 'a' 'b'", /where an operator or the end was expected/],
    ["amount -1 > 2", /"-1" stands where/],
    ["type NOT = 'a'", /LIKE.*IN/],
    ["type LIKE other", /quotation marks after LIKE/],
    ["type IN ()", /expected a value/],
    ["type IN 'a'", /expected "\(" after IN/],
    ["(type = 'a'", /expected "\)"/],
    ["EXISTS 'type'", /attribute's name/],
    ["my_type = 'a'", /no attribute's name/],
    ["LENGHT(type) > 1", /no function LENGHT \(did you mean "LENGTH"\?\)/],
    ["LEFT(type) = 'a'", /LEFT takes 2 arguments, got 1/],
    ["CONCAT_WS() = 'a'", /at least 1/],
    ["amount = 2147483648", /32 bits/],
    ["type = 'a' && TRUE", /begins nothing/],
    ["a.b = 'c'", /begins nothing/],
  ];
  for (const [expression, reason] of wrong) {
    it(`refuses ${expression === "" ? "nothing" : expression} (KN9005)`, () => {
      const problems = checkCesql(expression);
      expect(problems.map(({ code }) => code)).to.deep.equal(["KN9005"]);
      expect(problems[0]?.reason).to.match(reason);
    });
  }
});

describe("eventing: schedules", () => {
  for (const schedule of [
    "* * * * *",
    "*/5 0-23/2 ? jan-DEC mon,WED,5",
    "0 30 9 1,15 * 1-5",
    "10/15 * * * *",
    "@daily",
    "  0 0 1 1 0 ",
  ]) {
    it(`takes "${schedule}"`, () => {
      expect(checkSchedule(schedule)).to.deep.equal([]);
    });
  }

  const wrong: readonly (readonly [string, RegExp])[] = [
    ["* * * *", /five fields.*got 4/],
    ["* * * * * * *", /got 7/],
    ["60 * * * *", /minute "60" must be 0 to 59/],
    ["* 24 * * *", /hour "24"/],
    ["* * 0 * *", /day of the month "0" must be 1 to 31/],
    ["* * * 13 *", /month "13"/],
    ["* * * * 7", /day of the week "7".*Sunday is 0/],
    ["* * * * MO", /day of the week "MO"/],
    ["30-10 * * * *", /ends before it begins/],
    ["*/0 * * * *", /step/],
    ["1-2-3 * * * *", /minute "1-2-3"/],
    ["@every 5m", /@every/],
    ["@dayly", /did you mean "@daily"/],
    ["TZ=Europe/Berlin * * * * *", /timezone/],
    [", * * * *", /has no minute/],
  ];
  for (const [schedule, reason] of wrong) {
    it(`refuses "${schedule}" (KN9006)`, () => {
      const problems = checkSchedule(schedule);
      expect(problems.map(({ code }) => code)).to.deep.equal(["KN9006"]);
      expect(problems[0]?.reason).to.match(reason);
    });
  }

  it("takes names of time zones, older ones too, as they are written (KN9007)", () => {
    expect(["Europe/Berlin", "UTC", "US/Eastern", "Etc/GMT+5"].flatMap(checkTimezone)).to.deep.equal([]);
    for (const [zone, near] of [
      ["europe/berlin", "Europe/Berlin"],
      ["Europe/Berlim", "Europe/Berlin"],
      ["+01:00", ""],
      ["Mars/Base", ""],
    ] as const) {
      const [problem] = checkTimezone(zone);
      expect(problem?.code, zone).to.equal("KN9007");
      expect(problem?.reason).to.contain(near);
    }
  });
});
