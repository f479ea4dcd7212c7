import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  checkEventing,
  checkEventingVersions,
  checkSameMinor,
} from "../../../provider/src/eventing/eventing.check";
import { planEventing } from "../../../provider/src/eventing/eventing.plan";
import type { Problem } from "../../../provider/src/problems";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);

describe("eventing: inputs", () => {
  it("are good as they are left out", () => {
    expect(checkEventing()).to.deep.equal([]);
    expect(
      checkEventing({ release: "1.22", replicas: 2, features: { eventtypeAutoCreate: "Enabled" } }),
    ).to.deep.equal([]);
  });

  it("are all checked at once", () => {
    const problems = checkEventing({
      release: "1.19",
      images: { layout: "flat" },
      inMemoryChannel: false,
      workloads: { "eventing-webhook": { replicas: 2, minReplicas: 1 } },
      brokerDefaults: { namespaces: { shop: { brokerClass: "Own" } } },
      leaderElection: { leaseDuration: "5s" },
      config: { "config-features": { "delivery-timeuot": "Enabled", "transport-encryption": "on" } },
    });
    expect(lines(problems)).to.deep.equal([
      "release KN3001",
      "images.layout KN3106",
      "inMemoryChannel KN9013",
      'workloads["eventing-webhook"].replicas KN1008',
      "brokerDefaults.namespaces.shop.configMap KN1005",
      "leaderElection.leaseDuration KN3303",
      'config["config-features"]["delivery-timeuot"] KN3304',
      'config["config-features"]["transport-encryption"] KN1003',
    ]);
    expect(problems.find(({ code }) => code === "KN3304")?.reason).to.contain(
      'did you mean "delivery-timeout"?',
    );
  });

  it("are plain text where they become part of a text (KN1009)", () => {
    const channel = { kind: "KafkaChannel", spec: { numPartitions: pulumi.output(3) } };
    expect(lines(checkEventing({ channelDefaults: { channel } }))).to.deep.equal([
      "channelDefaults.channel.spec.numPartitions KN1009",
    ]);
    const none = { kind: "KafkaChannel", spec: { numPartitions: 0 } };
    const defaults = { channel: none, ofBrokers: none, namespaces: { shop: none } };
    expect(checkEventing({ channelDefaults: defaults }).map(({ path }) => path)).to.deep.equal([
      "channelDefaults.channel.spec.numPartitions",
      "channelDefaults.ofBrokers.spec.numPartitions",
      "channelDefaults.namespaces.shop.spec.numPartitions",
    ]);
  });

  it("say each setting once", () => {
    const problems = checkEventing({
      features: { deliveryTimeout: "Disabled" },
      brokerDefaults: { brokerClass: "Kafka" },
      channelDefaults: { channel: { kind: "InMemoryChannel" } },
      config: {
        "config-features": { "delivery-timeout": "Enabled", "apiserversources-nodeselector-disk": "ssd" },
        "config-br-defaults": { "default-br-config": "a" },
        "default-ch-webhook": { "default-ch-config": "b" },
      },
    });
    expect(lines(problems)).to.deep.equal([
      'config["config-features"]["delivery-timeout"] KN3302',
      'config["default-ch-webhook"]["default-ch-config"] KN3302',
      'config["config-br-defaults"]["default-br-config"] KN3302',
    ]);
  });

  it("have defaults of brokers that can be written down (KN1009)", () => {
    const deadLetterSink = { service: pulumi.output("later") };
    expect(lines(checkEventing({ brokerDefaults: { delivery: { deadLetterSink } } }))).to.deep.equal([
      "brokerDefaults.delivery.deadLetterSink.service KN1009",
    ]);
  });

  it("fit the cluster, what is installed, and Serving (KN9001)", () => {
    const plan = planEventing({ release: "1.23" });
    expect(checkEventingVersions(plan, "1.34.4", "1.22.2", "1.23.0")).to.deep.equal([]);
    expect(checkEventingVersions(plan, undefined, undefined, undefined)).to.deep.equal([]);
    const problems = checkEventingVersions(plan, "1.33.0", "1.21.4", "1.22.1");
    expect(lines(problems)).to.deep.equal(["release KN2004", "release KN3002", "release KN9001"]);
    expect(problems[1]?.reason).to.contain("go by way of 1.22.2");
    expect(checkSameMinor(plan.release, "nightly")).to.deep.equal([]);
  });
});
