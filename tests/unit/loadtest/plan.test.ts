import { expect } from "chai";
import { locustfile } from "../../../provider/src/loadtest/locust";
import { checkPlan, defaultPlan, rampSeconds, usersAt } from "../../../provider/src/loadtest/plan";
import { planText } from "../../../provider/src/loadtest/text";
import type { Target } from "../../../provider/src/loadtest/target";

const target: Target = {
  namespace: "default",
  service: "hello",
  road: { address: "203.0.113.10", port: 80, gateway: "kourier-system/kourier" },
  url: "http://hello.default.example.com",
};

describe("load test: plan", () => {
  it("grows from the first users by the rate up to the most, and no further", () => {
    expect([0, 0.19, 0.2, 1, 197.9, 198, 1000].map((at) => usersAt(defaultPlan, at))).to.deep.equal([
      10, 10, 11, 15, 999, 1000, 1000,
    ]);
    expect(rampSeconds(defaultPlan)).to.equal(198);
  });

  it("keeps its users where none join in", () => {
    const steady = { ...defaultPlan, spawnRate: 0, users: 3 };
    expect(usersAt(steady, 1e6)).to.equal(3);
    expect(rampSeconds(steady)).to.equal(steady.seconds);
    expect(planText(target, steady)).to.contain("users    3 at first; each asks again without a pause");
    expect(rampSeconds({ ...steady, maxUsers: 3 })).to.equal(0);
  });

  it("says what it will do", () => {
    expect(planText(target, { ...defaultPlan, path: "/api?x=1" })).to.equal(
      [
        "target   http://hello.default.example.com/api?x=1",
        "through  203.0.113.10:80 (Service kourier-system/kourier), Host: hello.default.example.com",
        "users    10 at first, 5 more each second up to 1000 after 3m18s; each asks again without a pause",
        "length   30m",
        "",
      ].join("\n"),
    );
  });

  it("refuses more users at the start than there may be, and what is no path", () => {
    expect(checkPlan(defaultPlan)).to.deep.equal([]);
    const wrong = checkPlan({ ...defaultPlan, users: 20, maxUsers: 5, path: "api v1" });
    expect(wrong.map(({ path, code }) => [path, code])).to.deep.equal([
      ["--users", "KN9701"],
      ["--path", "KN1006"],
    ]);
  });

  it("is the same for Locust, with the right Host", () => {
    const file = locustfile(target, { ...defaultPlan, path: '/a"b\\c' });
    expect(file).to.contain('host = "http://203.0.113.10:80"');
    expect(file).to.contain('headers={"Host": "hello.default.example.com"}');
    expect(file).to.contain('"/a\\"b\\\\c"');
    expect(file).to.contain("if seconds >= 1800:");
    expect(file).to.contain("users = min(1000, 10 + int(5 * seconds))");
    expect(file).to.contain("return users, 10");
    const tls = locustfile({ ...target, url: "https://hello.example.com" }, defaultPlan);
    expect(tls).to.contain('host = "https://hello.example.com"');
  });
});
