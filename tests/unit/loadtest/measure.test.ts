import { expect } from "chai";
import type { Pod } from "../../../provider/src/diagnose/facts";
import { Measure } from "../../../provider/src/loadtest/measure";
import { firstLook, historyOf, nextLook } from "../../../provider/src/loadtest/pods";
import { niceMaximum, plotHtml } from "../../../provider/src/loadtest/plot";
import { percentileOf, successRate } from "../../../provider/src/loadtest/report";
import { latencyText, podsText, successText, timeText } from "../../../provider/src/loadtest/text";

const created = "2026-11-23T12:00:00Z";
const pod = (uid: string, ready?: string, isGoing = false): Pod => ({
  metadata: {
    name: uid,
    uid,
    creationTimestamp: created,
    ...(isGoing && { deletionTimestamp: created }),
  },
  status: {
    conditions: [
      { type: "Ready", status: ready === undefined ? "False" : "True", lastTransitionTime: ready ?? created },
    ],
  },
});

describe("load test: measures", () => {
  it("counts what was answered and what failed, in all and by stretch", () => {
    const measure = new Measure();
    for (let value = 1; value <= 1000; value++) {
      measure.record({ milliseconds: value });
    }
    measure.record({ milliseconds: 60_000, failure: "503" });
    const first = measure.point(1, 10, { ready: 1, starting: 2 });
    expect(first).to.deep.include({ at: 1, seconds: 1, users: 10, requests: 1001, failures: 1 });
    expect(first.latency?.p50).to.be.closeTo(500, 1);
    expect(first.latency?.p99).to.be.closeTo(990, 1);
    expect(first.latency?.max).to.be.closeTo(1000, 1);
    measure.record({ milliseconds: 5, failure: "ECONNREFUSED" });
    measure.record({ milliseconds: 5, failure: "ECONNREFUSED" });
    const second = measure.point(3, 20, undefined);
    expect(second).to.deep.include({ seconds: 2, requests: 2, failures: 2, latency: undefined });
    const totals = measure.totals();
    expect(totals).to.deep.include({ requests: 1003, failures: 3 });
    expect(totals.failureKinds).to.deep.equal([
      { kind: "ECONNREFUSED", count: 2 },
      { kind: "503", count: 1 },
    ]);
  });

  it("never shows a test with a failure as 100 %", () => {
    const totals = { requests: 10_000_000, failures: 1, failureKinds: [{ kind: "502", count: 1 }] };
    expect(successText(totals)).to.equal("99.999 %, failures: 1 × 502");
    expect(successText({ requests: 5, failures: 0, failureKinds: [] })).to.equal("100.000 %, no failures");
    expect(successRate({ requests: 4, failures: 1 })).to.equal(75);
  });

  it("counts pods that start, and cold starts only from no pod that is ready", () => {
    const looks = [
      [pod("old", created)],
      [],
      [pod("a")],
      [pod("a", "2026-11-23T12:00:03Z"), pod("b")],
      [pod("a", "2026-11-23T12:00:03Z"), pod("b", "2026-11-23T12:00:05Z")],
      [pod("a", "2026-11-23T12:00:03Z", true)],
      [pod("c", "2026-11-23T12:00:02Z")],
    ];
    const [start = [], ...rest] = looks;
    const record = rest.reduce(nextLook, firstLook(start));
    expect(historyOf(record)).to.deep.equal({
      coldStarts: 2,
      mostReady: 2,
      started: 3,
      startSeconds: [2, 3, 5],
    });
    expect(podsText(historyOf(record))).to.equal(
      "2 at most, 3 started (ready after 3 s in the middle, 5 s at most), 2 cold starts",
    );
    expect(podsText(undefined)).to.contain("not readable");
  });

  it("writes times and latencies as they say something", () => {
    expect([0, 59.6, 3600, 5400, 86_399].map(timeText)).to.deep.equal([
      "0s",
      "1m",
      "1h",
      "1h30m",
      "23h59m59s",
    ]);
    expect([undefined, 0.26, 9.99, 10.4].map(latencyText)).to.deep.equal(["-", "0.3", "10.0", "10"]);
    expect([percentileOf([], 50), percentileOf([1, 2, 3], 50), percentileOf([1, 2], 100)]).to.deep.equal([
      undefined,
      2,
      2,
    ]);
  });

  it("draws lines with gaps, and scales that fit", () => {
    expect(
      [0, 0.3, 1, 3, 4.1, 7, 990].map(niceMaximum).map((value) => Math.round(value * 10) / 10),
    ).to.deep.equal([1, 0.4, 1, 4, 5, 10, 1000]);
    const html = plotHtml({
      title: "<Latency>",
      unit: "ms",
      times: [0, 1, 2, 3],
      series: [{ name: "p50", color: "first", values: [1, 2, undefined, 3] }],
    });
    expect(html).to.contain("&lt;Latency&gt;").and.not.to.contain("<Latency>");
    // One line for the two values before the gap, and a new one after it.
    expect(/class="line first" d="M[^M]+L[^M]+M[^M"]+"/.test(html), html).to.equal(true);
    expect(html).not.to.contain("NaN");
  });
});
