import { expect } from "chai";
import { parse } from "yaml";
import { endOfKubeconfig, withServer } from "../../../provider/src/alibaba/ack.kubeconfig";
import { readKubeconfig } from "../../../provider/src/cluster/kubeconfig";
import { ackKubeconfig } from "../../support/ack";

describe("alibaba: the kubeconfig of an ACK cluster", () => {
  it("gets another address and keeps the rest", () => {
    const moved = withServer(ackKubeconfig("https://a:6443"), "https://b:6443");
    expect(parse(moved)).to.deep.equal(JSON.parse(ackKubeconfig("https://b:6443")));
    expect(readKubeconfig(moved, undefined)).to.deep.include({
      context: "admin",
      server: "https://b:6443",
      problems: [],
    });
  });

  it("stays as it is without an address, or where it is none", () => {
    for (const server of [undefined, ""]) {
      expect(withServer(ackKubeconfig(), server)).to.equal(ackKubeconfig());
    }
    expect(withServer("", "https://b:6443")).to.equal("");
    expect(withServer("text", "https://b:6443")).to.equal("text");
  });

  it("warns of its end: always if it is temporary, else sixty days before", () => {
    const now = new Date("2026-01-01T00:00:00Z");
    const end = (expiration: string | undefined, minutes?: number) =>
      endOfKubeconfig({ expiration, minutes }, now);
    expect(end("2026-01-01T01:00:00Z", 60)).to.deep.include({ path: "kubeconfig", code: "KN7113" });
    expect(end("2026-02-15T00:00:00Z")?.reason).to.match(/until 2026-02-15.*destroy --run-program/);
    expect(end("2026-03-15T00:00:00Z")).to.equal(undefined);
    expect(end(undefined)).to.equal(undefined);
    expect(end("")).to.equal(undefined);
  });
});
