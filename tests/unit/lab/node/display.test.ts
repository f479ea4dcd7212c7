import { mock } from "node:test";
import { stripVTControlCharacters } from "node:util";

import { expect } from "chai";

import { liveLine, progressLines } from "../../../../lab/node/progressLines";
import { duration, renderStatus } from "../../../../lab/node/statusTable";

function screen(isTTY: boolean) {
  const written: string[] = [];
  return {
    isTTY,
    columns: 60,
    write: (text: string) => written.push(stripVTControlCharacters(text)),
    written,
  };
}

describe("lab display", () => {
  it("tells in a log what a step waits for when it starts, and how long it took when it ends", () => {
    const log = screen(false);
    const { report, stop } = progressLines(log, () => 0);
    report({ step: "etcd", state: "start", detail: "until it is healthy" });
    report({ step: "etcd", state: "done", seconds: 1.26 });
    report({ step: "CoreDNS", state: "cached" });
    report({ step: "kubelet", state: "failed", detail: "no disk", seconds: 2 });
    stop();
    expect(log.written).to.deep.equal([
      "… etcd: until it is healthy\n",
      "✔ etcd 1.3 s\n",
      "✔ CoreDNS (there already)\n",
      "✖ kubelet: no disk 2.0 s\n",
    ]);
  });

  it("shows in a log every 15 s what is under way, how far it is and for how long", () => {
    let now = 0;
    const tick = (milliseconds: number) => {
      now += milliseconds;
      mock.timers.tick(milliseconds);
    };
    mock.timers.enable({ apis: ["setInterval"] });
    try {
      const log = screen(false);
      const { report, stop } = progressLines(log, () => now);
      report({ step: "Kubernetes", state: "start", detail: "builds" });
      tick(15_000);
      report({ step: "Kubernetes", state: "progress", detail: "210 of at most 900 packages" });
      report({ step: "DNS", state: "start" });
      tick(15_000);
      report({ step: "Kubernetes", state: "done", seconds: 30 });
      stop();
      tick(60_000);
      expect(log.written).to.deep.equal([
        "… Kubernetes: builds\n",
        "… Kubernetes: builds (15 s)\n",
        "… DNS\n",
        "… Kubernetes: 210 of at most 900 packages (30 s)\n",
        "… DNS (15 s)\n",
        "✔ Kubernetes 30.0 s\n",
      ]);
    } finally {
      mock.timers.reset();
    }
  });

  it("shows on a terminal what is under way in one line and keeps only what ended", () => {
    const terminal = screen(true);
    const { report, stop } = progressLines(terminal, () => 0);
    report({ step: "etcd", state: "start", detail: "until it is healthy" });
    report({ step: "etcd", state: "done", seconds: 1 });
    stop();
    expect(terminal.written.filter((text) => text.endsWith("\n"))).to.deep.equal(["\r✔ etcd 1.0 s\n"]);
    expect(terminal.written[0]).to.equal("\r⏳ etcd: until it is healthy (0 s)");
  });

  it("cuts the living line to the terminal's width", () => {
    const running = new Map([
      ["etcd", { since: 0, detail: "until it is healthy" }],
      ["registry", { since: 1000, detail: "" }],
    ]);
    expect(stripVTControlCharacters(liveLine(running, 5000, 80))).to.equal(
      "⏳ etcd: until it is healthy (5 s), registry (4 s)",
    );
    expect(stripVTControlCharacters(liveLine(running, 5000, 11))).to.have.length(10);
    expect(liveLine(new Map(), 0, 80)).to.equal("");
  });

  it("says times in two units at most", () => {
    const cases = {
      "0 s": 0,
      "45 s": 45,
      "3 min 20 s": 200,
      "2 h": 7200,
      "2 h 5 min": 7500,
      "1 d 3 h": 97_200,
    };
    for (const [text, seconds] of Object.entries(cases)) expect(duration(seconds)).to.equal(text);
    expect(duration(undefined)).to.equal("");
  });

  it("shows every component with what ails it", () => {
    const text = stripVTControlCharacters(
      renderStatus({
        healthy: false,
        checkout: "/checkout",
        kubeconfig: "/kubeconfig",
        components: [
          { name: "etcd", healthy: true, pid: 12, uptimeSeconds: 61 },
          { name: "kubelet", healthy: false, reason: "does not run" },
        ],
        instances: [{ instance: "", up: true, checkout: "/checkout" }],
      }),
    );
    expect(text).to.match(/etcd\s+│ 12\s+│ healthy\s+│ 1 min 1 s/);
    expect(text).to.match(/kubelet\s+│\s+│ does not run/);
    expect(text).to.include("started from /checkout");
    expect(text).not.to.include("labs on this machine");
  });

  it("shows the labs of the machine where there are several", () => {
    const instances = [
      { instance: "", up: false },
      { instance: "mine", up: true, checkout: "/elsewhere" },
    ];
    const text = renderStatus({ healthy: false, kubeconfig: "/kubeconfig", components: [], instances });
    expect(text).to.include("the default one: down\n  LAB_INSTANCE=mine: up, started from /elsewhere\n");
  });
});
