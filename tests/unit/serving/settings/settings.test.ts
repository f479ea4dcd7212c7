import { expect } from "chai";
import { parse } from "yaml";
import { releases } from "../../../../provider/src/release/catalog";
import { loadServing } from "../../../../provider/src/serving/serving.load";
import { checkServing } from "../../../../provider/src/serving/serving.check";
import { planServing } from "../../../../provider/src/serving/serving.plan";
import type { ServingArgs } from "../../../../provider/src/serving/serving.args";
import { settingsMaps } from "../../../../provider/src/serving/settings";
import { propertyOf } from "../../../../provider/src/serving/settings/setting";
import { ownedKeys, removedKeys } from "../../../../provider/src/serving/settings/removed";
import { settingsData } from "../../../../provider/src/serving/settings.render";
import { needReleases } from "../../../support/releases";

/** A value that each key takes, for it to be written and read again. */
const samples: Readonly<Record<string, readonly [unknown, string]>> = {
  podAutoscalerClass: ["hpa.autoscaling.knative.dev", "hpa.autoscaling.knative.dev"],
  registriesSkippingTagResolving: [["a.example.com", "b:5000"], "a.example.com,b:5000"],
  runtimeClassName: [{ gvisor: { selector: { app: "x" } } }, "gvisor:\n  selector:\n    app: x\n"],
  namespaceWildcardCertSelector: [{ matchLabels: { team: "a" } }, "matchLabels:\n  team: a\n"],
  issuerRef: [{ kind: "ClusterIssuer", name: "ca" }, "kind: ClusterIssuer\nname: ca\n"],
  maxNonActiveRevisions: [-1, "disabled"],
  retainSinceCreateTime: ["disabled", "disabled"],
  loggingEnableRequestLog: [true, "true"],
  tracingSamplingRate: [0.5, "0.5"],
  stableWindow: ["90s", "90s"],
};

describe("serving: settings", () => {
  it("have one property for each key", () => {
    for (const { configMap, settings } of settingsMaps) {
      const properties = Object.keys(settings).map(propertyOf);
      expect(new Set(properties).size, configMap).to.equal(properties.length);
    }
  });

  it("write values of every kind as upstream does, and read them again", () => {
    const all = settingsMaps.flatMap(({ settings }) => Object.entries(settings));
    for (const [property, [value, text]] of Object.entries(samples)) {
      const [, setting] = all.find(([key]) => propertyOf(key) === property) ?? [];
      expect(setting?.write(value), property).to.equal(text);
      expect(setting?.read(text), property).to.deep.equal(value);
      expect(setting?.shape.safeParse(value).success, property).to.equal(true);
    }
  });

  it("become data by ConfigMap, and only what is set", () => {
    const args: ServingArgs = {
      revisionDefaults: { revisionTimeoutSeconds: 60, enableServiceLinks: "default" },
      features: { kubernetesPodspecInitContainers: "Allowed" },
      leaderElection: { buckets: 2 },
      logging: { loglevelNetKourierController: "debug" },
      kourier: { listenIpAddresses: ["::", "0.0.0.0"], trustedHopsCount: undefined },
    };
    expect(settingsData(args)).to.deep.equal({
      "config-defaults": { "revision-timeout-seconds": "60", "enable-service-links": "default" },
      "config-features": { "kubernetes.podspec-init-containers": "Allowed" },
      "config-kourier": { "listen-ip-addresses": "::,0.0.0.0" },
      "config-leader-election": { buckets: "2" },
      "config-logging": { "loglevel.net-kourier-controller": "debug" },
    });
    expect(settingsData({})).to.deep.equal({});
  });

  for (const { version, minor } of releases()) {
    it(`know every key that ${version} shows as an example, and take its values`, function () {
      const mirror = needReleases(this);
      const { manifests } = loadServing(planServing({ release: minor, source: { mirror } }));
      for (const { configMap, settings } of settingsMaps) {
        const data = manifests.find(({ metadata }) => metadata.name === configMap)?.data as
          Readonly<Record<string, string>> | undefined;
        const example = parse(data?._example ?? "") as Readonly<Record<string, unknown>> | null;
        const keys = Object.keys(example ?? {});
        expect(keys.length, configMap).to.be.greaterThan(2);
        const elsewhere = [
          ...Object.keys(removedKeys[configMap] ?? {}),
          ...Object.keys(ownedKeys[configMap] ?? {}),
        ];
        // Of other ingress layers' programs.
        const others = keys.filter((key) => /^loglevel\.net-(?!kourier)/.test(key));
        expect([...Object.keys(settings), ...elsewhere, ...others], configMap).to.include.members(keys);
        const shown = Object.entries(example ?? {}).filter(
          ([key, text]) => settings[key] !== undefined && text !== "",
        );
        const wrong = shown.filter(([key, text]) => {
          const { shape, read } = settings[key] as NonNullable<(typeof settings)[string]>;
          return !shape.safeParse(read(String(text))).success;
        });
        expect(wrong, configMap).to.deep.equal([]);
      }
    });
  }
});

const codes = (args: ServingArgs) => checkServing(args).map(({ path, code }) => `${code} ${path}`);

describe("serving: settings as upstream writes them", () => {
  it("pass where upstream takes them, in whatever case it does", () => {
    expect(
      codes({
        config: {
          "config-features": { "multi-container": "enabled", "secure-pod-defaults": "ALLOWROOTBOUNDED" },
          "config-network": { "external-domain-tls": "enabled" },
          "config-gc": { "max-non-active-revisions": "disabled" },
          "config-autoscaler": { "max-scale-up-rate": "2.5", "enable-scale-to-zero": "False" },
        },
      }),
    ).to.deep.equal([]);
  });

  it("are refused where Knative would pass them over in silence", () => {
    const config = {
      "config-network": { "external-domain-tls": "true", "mesh-compatibility-mode": "maybe" },
      "config-features": { "kubernetes.podspec-afinity": "Enabled", "multi-container": "yes" },
    };
    expect(codes({ config })).to.deep.equal([
      'KN3304 config["config-features"]["kubernetes.podspec-afinity"]',
      'KN1003 config["config-features"]["multi-container"]',
      'KN1003 config["config-network"]["external-domain-tls"]',
      'KN1003 config["config-network"]["mesh-compatibility-mode"]',
    ]);
    const [unknown] = checkServing({ config });
    expect(unknown?.reason).to.contain('did you mean "kubernetes.podspec-affinity"');
  });

  it("are refused out of their bounds and with a wrong type", () => {
    const config = {
      "config-autoscaler": { "stable-window": "5s", "max-scale": "many", "panic-window-percentage": "101" },
    };
    expect(codes({ config })).to.deep.equal([
      'KN4003 config["config-autoscaler"]["stable-window"]',
      'KN1002 config["config-autoscaler"]["max-scale"]',
      'KN1004 config["config-autoscaler"]["panic-window-percentage"]',
    ]);
  });

  it("are refused with their successor where Knative reads them no more", () => {
    const config = {
      "config-observability": { "metrics.backend-destination": "prometheus" },
      "config-tracing": { backend: "zipkin" },
      "config-kourier": { "extauthz-pack-as-byte": "true" },
    };
    const problems = checkServing({ config });
    expect(problems.map(({ code }) => code)).to.deep.equal(["KN3305", "KN3305", "KN3305"]);
    expect(problems.map(({ reason }) => reason).join()).to.contain(
      "observability.metricsProtocol (since 1.19)",
    );
  });

  it("are refused where this package sets them", () => {
    const config = {
      "config-network": { "ingress-class": "istio.ingress.networking.knative.dev" },
      "config-deployment": { "queue-sidecar-image": "registry.example.com/queue:1" },
    };
    expect(codes({ config })).to.deep.equal([
      'KN3306 config["config-deployment"]["queue-sidecar-image"]',
      'KN3306 config["config-network"]["ingress-class"]',
    ]);
  });

  it("are refused for a release that doesn't know them", () => {
    const features = { kubernetesPodspecVolumesEphemeral: "Enabled" } as const;
    expect(codes({ release: "1.22", features })).to.deep.equal([
      "KN3307 features.kubernetesPodspecVolumesEphemeral",
    ]);
    expect(codes({ release: "1.23", features })).to.deep.equal([]);
  });
});
