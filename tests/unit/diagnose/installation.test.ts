import { expect } from "chai";
import { diagnose, diagnoseInstallation } from "../../../provider/src/diagnose/diagnose";
import { before, but, healthy, not } from "./healthy";
import { expectFirst, findings } from "./support";

const down = {
  availableReplicas: 0,
  conditions: [
    not("Available", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
  ],
};

describe("diagnose: installation, namespace, service", () => {
  const programs = [
    [0, "controller", "KN5003", "not acted upon"],
    [1, "autoscaler", "KN5006", "no service starts pods"],
    [2, "activator", "KN5007", "at zero pods fail"],
    [3, "webhook", "KN5004", "neither made nor changed"],
    [4, "net-kourier-controller", "KN5003", "the gateway learns of no change"],
  ] as const;
  for (const [index, name, code, cause] of programs) {
    it(`finds that ${name} is down (${code})`, () => {
      expectFirst(but({ [`/installation/deployments/${index}/status`]: down }), {
        code,
        object: `Deployment knative-serving/${name}`,
        message: "minimum availability",
        cause,
        next: `kubectl -n knative-serving describe deployment ${name}`,
      });
    });

    it(`finds that ${name} was scaled to zero (${code})`, () => {
      const scaled = { "/spec/replicas": 0, "/status": {} };
      const changes = Object.entries(scaled).map(([path, value]) => [
        `/installation/deployments/${index}${path}`,
        value,
      ]);
      expectFirst(but(Object.fromEntries(changes) as Record<string, unknown>), {
        code,
        object: `Deployment knative-serving/${name}`,
        message: "0 replicas",
        cause,
        next: `kubectl -n knative-serving scale deployment ${name} --replicas=1`,
      });
    });
  }

  it("says why a program of Knative's own doesn't run", () => {
    const snapshot = but({
      "/installation/deployments/0/status": down,
      "/installation/pods": [
        {
          metadata: { namespace: "knative-serving", name: "controller-1" },
          status: {
            containerStatuses: [
              {
                name: "controller",
                image: "example.com/controller",
                state: { waiting: { reason: "ErrImagePull", message: "not found" } },
              },
            ],
          },
        },
      ],
    });
    const [first] = findings(snapshot);
    expect(first).to.include({ code: "KN5003", message: "not found" });
    expect(first?.cause).to.contain("no such image or tag");
  });

  it("finds a program that was deleted", () => {
    const [first] = findings(but({ "/installation/deployments/1/metadata/name": "other" }));
    expect(first).to.include({ code: "KN5006", message: "there is no Deployment autoscaler" });
    expect(first?.next).to.deep.equal(["pulumi refresh", "pulumi up"]);
  });

  it("finds that Knative isn't installed, or is being removed (KN5003)", () => {
    expectFirst(but({ "/installation/namespaces": [], "/installation/deployments": [] }), {
      code: "KN5003",
      object: "Deployment knative-serving/controller",
      message: "there is no namespace knative-serving",
      cause: "not installed",
      next: "kubectl config current-context",
    });
    const going = { metadata: { name: "knative-serving", deletionTimestamp: before(60) } };
    expect(findings(but({ "/installation/namespaces": [going] }))[0]?.message).to.contain("is terminating");
  });

  it("finds a webhook without endpoints (KN5004)", () => {
    expectFirst(but({ "/installation/endpointSlices/0/endpoints/0/conditions/ready": false }), {
      code: "KN5004",
      object: "Service knative-serving/webhook",
      message: "no endpoint that is ready",
      cause: "selects no pod",
      next: "kubectl -n knative-serving get service,endpointslices,pods -l app=webhook",
    });
  });

  const call =
    'Internal error occurred: failed calling webhook "validation.webhook.serving.knative.dev": failed to call webhook: Post "https://webhook.knative-serving.svc:443/": ';
  const failing = (reason: string) => ({
    "/home/configurations/0/status/conditions": [
      not("Ready", "RevisionFailed", `Revision creation failed with message: ${call}${reason}.`),
    ],
  });

  it("finds a webhook that the API server doesn't reach (KN5004)", () => {
    expectFirst(but(failing("context deadline exceeded")), {
      code: "KN5004",
      object: "Service knative-serving/webhook",
      message: "context deadline exceeded",
      cause: "doesn't reach port 8443",
      next: "kubectl -n knative-serving get networkpolicies",
    });
  });

  it("finds a webhook's certificate that isn't trusted, or a CA that is missing (KN5005)", () => {
    expectFirst(but(failing("x509: certificate signed by unknown authority")), {
      code: "KN5005",
      object: "Service knative-serving/webhook",
      message: "x509",
      cause: "isn't signed by the CA",
      next: "kubectl -n knative-serving logs deployment/webhook --tail=30",
    });
    const [first] = findings(but({ "/installation/webhooks/0/webhooks/0/clientConfig": {} }));
    expect(first).to.include({ code: "KN5005", message: "has no caBundle" });
  });

  it("leaves calls that failed long ago alone", () => {
    const event = (seconds: number) => ({
      "/installation/events": [
        {
          metadata: { name: "e" },
          type: "Warning",
          message: `${call}connection refused`,
          lastTimestamp: before(seconds),
        },
      ],
    });
    expect(findings(but(event(1800)))).to.deep.equal([]);
    expect(findings(but(event(20)))[0]?.code).to.equal("KN5004");
  });

  it("finds a namespace that is missing, goes, or is kept from the webhooks (KN5002)", () => {
    expectFirst(but({ "/home/namespace": undefined }), {
      code: "KN5002",
      object: "Namespace default",
      message: "not found",
      cause: "the wrong cluster",
      next: "kubectl get namespaces",
    });
    const going = but({ "/home/namespace/metadata/deletionTimestamp": before(60) });
    expect(findings(going)[0]).to.include({ code: "KN5002", severity: "error" });
    const excluded = but({ "/home/namespace/metadata/labels": { "webhooks.knative.dev/exclude": "true" } });
    expect(findings(excluded)[0]).to.deep.include({
      code: "KN5002",
      severity: "warning",
      next: ["kubectl label namespace default webhooks.knative.dev/exclude-"],
    });
  });

  it("finds no service of a name, and the name that was meant (KN5001)", () => {
    const [first] = findings(healthy(), "helo");
    expect(first).to.include({ code: "KN5001", cause: 'did you mean "hello"?' });
    expect(first?.message).to.contain("it has hello");
    expect(first?.next).to.deep.equal(["kubectl get ksvc -A"]);
  });

  it("finds a visibility in any place but the right one (KN5027)", () => {
    const key = "networking.knative.dev/visibility";
    const places = [
      ["/home/services/0/metadata/labels", "private", "metadata.labels"],
      ["/home/services/0/metadata/annotations", "cluster-local", "metadata.annotations"],
      ["/home/services/0/spec/template/metadata", "cluster-local", "spec.template.metadata.labels"],
    ] as const;
    for (const [path, value, place] of places) {
      const set = path.endsWith("template/metadata") ? { labels: { [key]: value } } : { [key]: value };
      expectFirst(but({ [path]: set }), {
        code: "KN5027",
        object: "Service default/hello",
        message: `${key}: ${value} in ${place}`,
        cause: "the service is public",
        next: `kubectl -n default label --overwrite ksvc hello ${key}=cluster-local`,
      });
    }
    expect(findings(but({ "/home/services/0/metadata/labels": { [key]: "cluster-local" } }))).to.deep.equal(
      [],
    );
  });

  it("tells what comes first on the way first", () => {
    const snapshot = but({
      "/installation/deployments/5/status": down,
      "/installation/deployments/3/status": down,
      "/installation/configMaps/1/data": { "example.com": "" },
    });
    expect(findings(snapshot).map(({ link }) => link)).to.deep.equal(["webhook", "gateway", "domain"]);
  });

  it("says nothing of an installation that may not be seen, and lists what was not looked at", () => {
    const denied = ["/apis/apps/v1/namespaces/knative-serving/deployments", "/api/v1/namespaces/default"];
    const unseen = {
      "/installation/deployments": [],
      "/installation/services": [],
      "/installation/configMaps": [],
    };
    const snapshot = { ...but({ ...unseen, "/home/namespace": undefined }), denied };
    expect(diagnoseInstallation(snapshot)).to.deep.equal([]);
    expect(diagnose(snapshot).denied).to.deep.equal(denied);
    expect(findings(snapshot)).to.deep.equal([]);
  });
});
