import { expect } from "chai";
import { before, but, healthy, not, unready } from "./healthy";
import { expectFirst, findings } from "./support";

const revision = "Revision default/hello-00001";
const image = "registry.example.com/team/hello:1.0";
const noPods = { "/home/pods": [], "/home/deployments": [] };
const fetching = (reason: string) =>
  unready(
    not(
      "ContainerHealthy",
      "ContainerMissing",
      `Unable to fetch image "${image}": failed to resolve image to digest: ${reason}`,
    ),
  );

describe("diagnose: revisions", () => {
  it("finds an image whose tag Knative can't resolve (KN5008)", () => {
    const reason = `HEAD https://registry.example.com/v2/team/hello/manifests/1.0: unexpected status code 404 Not Found (HEAD responses have no body, use GET for details)`;
    expectFirst(but({ ...fetching(reason), ...noPods }), {
      code: "KN5008",
      object: revision,
      message: "404 Not Found",
      cause: "no such image or tag",
      next: "skopeo list-tags docker://registry.example.com/team/hello",
    });
  });

  it("finds a registry that refuses (KN5009), isn't trusted or isn't there (KN5010)", () => {
    const cases = [
      [
        "KN5009",
        "GET https://registry.example.com/v2/: UNAUTHORIZED: authentication required; [map[Action:pull]]",
      ],
      [
        "KN5009",
        "HEAD https://registry.example.com/v2/team/hello/manifests/1.0: unexpected status code 401 Unauthorized",
      ],
      [
        "KN5010",
        'Get "https://registry.example.com/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      ],
      ["KN5010", 'Get "https://registry.example.com/v2/": http: server gave HTTP response to HTTPS client'],
      [
        "KN5010",
        'Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com on 10.96.0.10:53: no such host',
      ],
      [
        "KN5010",
        'Get "https://registry.example.com/v2/": dial tcp 192.0.2.9:443: connect: connection refused',
      ],
      ["KN5010", 'Get "https://registry.example.com/v2/": context deadline exceeded'],
    ] as const;
    for (const [code, reason] of cases) {
      expect(findings(but({ ...fetching(reason), ...noPods }))[0]?.code, reason).to.equal(code);
    }
  });

  it("takes no part of the image's name for the reason", () => {
    const odd = "denied.example.com/unauthorized/404:x509";
    const text = `Unable to fetch image "${odd}": failed to resolve image to digest: HEAD https://denied.example.com/v2/unauthorized/404/manifests/x509: dial tcp 192.0.2.9:443: i/o timeout`;
    const snapshot = but({ ...unready(not("ContainerHealthy", "ContainerMissing", text)), ...noPods });
    expect(findings(snapshot)[0]?.code).to.equal("KN5010");
  });

  it("remembers a crash whose pods are gone (KN5012)", () => {
    const failed = unready(
      not("ContainerHealthy", "ExitCode127", "Container failed with: sh: serve: not found"),
    );
    expectFirst(but({ ...failed, ...noPods }), {
      code: "KN5012",
      object: revision,
      message: "ExitCode127",
      cause: "command and args",
      next: "kubectl -n default logs -l serving.knative.dev/revision=hello-00001 --all-containers --tail=20",
    });
  });

  const refused = (message: string) => ({
    ...unready(not("ResourcesAvailable", "FailedCreate", message)),
    "/home/pods": [],
    "/home/deployments/0/status": {
      availableReplicas: 0,
      conditions: [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }],
    },
  });

  it("finds an exceeded quota (KN5016)", () => {
    const message =
      'pods "hello-00001-deployment-x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=5, limited: pods=5';
    expectFirst(but(refused(message)), {
      code: "KN5016",
      object: "Deployment default/hello-00001-deployment",
      message: "exceeded quota",
      cause: "ResourceQuota",
      next: "kubectl -n default describe quota",
    });
  });

  it("finds a limit range that refuses the pods (KN5016)", () => {
    const message = "pods is forbidden: minimum cpu usage per Container is 100m, but request is 25m";
    expect(findings(but(refused(message)))[0]?.code).to.equal("KN5016");
  });

  it("finds a missing service account (KN5015)", () => {
    const message =
      'pods "hello-00001-deployment-" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found';
    expectFirst(but(refused(message)), {
      code: "KN5015",
      object: "Deployment default/hello-00001-deployment",
      message,
      cause: 'ServiceAccount "robot"',
      next: "kubectl -n default get serviceaccount",
    });
  });

  it("finds pods that another policy of the cluster refuses (KN5018)", () => {
    const message = 'admission webhook "policy.example.com" denied the request: no root';
    const [first] = findings(but(refused(message)));
    expect(first?.code).to.equal("KN5018");
    expect(first?.cause).to.contain("policy");
  });

  it("finds pods that are gone, but were not scheduled (KN5017)", () => {
    const failed = unready(
      not("ResourcesAvailable", "Unschedulable", "0/1 nodes are available: 1 Insufficient memory."),
    );
    const [first] = findings(but({ ...failed, ...noPods }));
    expect(first?.code).to.equal("KN5017");
    expect(first?.cause).to.contain("not enough memory");
  });

  it("finds a progress deadline that has passed (KN5018)", () => {
    const failed = unready(
      not("ResourcesAvailable", "ProgressDeadlineExceeded", "Initial scale was never achieved"),
    );
    expectFirst(but({ ...failed, ...noPods }), {
      code: "KN5018",
      object: revision,
      message: "ProgressDeadlineExceeded: Initial scale was never achieved",
      cause: "progress deadline",
      next: "kubectl -n default describe revision hello-00001",
    });
  });

  it("finds a Deployment that is left from an earlier service of the name (KN5030)", () => {
    const message = 'There is an existing Deployment "hello-00001-deployment" that we do not own.';
    const taken = { ...unready(not("ResourcesAvailable", "NotOwned", message)), ...noPods };
    const next = "kubectl -n default get deployment hello-00001-deployment -o yaml";
    const left = {
      metadata: {
        name: "hello-00001-deployment",
        namespace: "default",
        creationTimestamp: "2026-01-01T00:00:00Z",
        ownerReferences: [{ kind: "Revision", name: "hello-00001" }],
      },
    };
    const going = { deletionTimestamp: "2026-01-01T00:01:00Z", finalizers: ["foregroundDeletion"] };
    const expected = { code: "KN5030", object: revision, message, next };
    expectFirst(but({ ...taken, "/home/deployments": [left] }), {
      ...expected,
      cause:
        "garbage collector takes it away, mostly within a minute; made at 2026-01-01T00:00:00Z for Revision hello-00001, not being deleted yet",
    });
    expectFirst(but({ ...taken, "/home/deployments": [{ metadata: { ...left.metadata, ...going } }] }), {
      ...expected,
      cause: "being deleted since 2026-01-01T00:01:00Z, and waits for foregroundDeletion",
    });
  });

  it("tells a Deployment that somebody else made from one that is left (KN5031)", () => {
    const message = 'There is an existing Deployment "hello-00001-deployment" that we do not own.';
    const taken = { ...unready(not("ResourcesAvailable", "NotOwned", message)), ...noPods };
    expectFirst(but(taken), {
      code: "KN5031",
      object: revision,
      message,
      cause: "not made by Knative",
      next: "kubectl -n default get deployment hello-00001-deployment -o yaml",
    });
  });

  it("gives a new revision time before its silence counts (KN5018)", () => {
    const silent = (seconds: number) => {
      const deploying = {
        ...not("ResourcesAvailable", "Deploying", "", "Unknown"),
        lastTransitionTime: before(seconds),
      };
      return findings(but({ ...unready(deploying), ...noPods }))[0];
    };
    expect(silent(600)).to.include({ code: "KN5018", severity: "error", link: "revision" });
    expect(silent(10)).to.include({ code: "KN5018", severity: "warning" });
  });

  it("finds scaling bounds that contradict each other, whoever tells (KN5019)", () => {
    const annotations = {
      "autoscaling.knative.dev/min-scale": "3",
      "autoscaling.knative.dev/max-scale": "2",
    };
    expectFirst(but({ "/home/services/0/spec/template/metadata": { annotations } }), {
      code: "KN5019",
      object: "Service default/hello",
      message: "min-scale is 3, and max-scale 2",
      cause: "above the greatest",
      next: "kubectl -n default get ksvc hello -o jsonpath='{.spec.template.metadata.annotations}'",
    });
    const message =
      "Revision creation failed with message: admission webhook denied the request: max-scale=9 is above max-scale-limit.";
    const [first] = findings(
      but({ "/home/configurations/0/status/conditions": [not("Ready", "RevisionFailed", message)] }),
    );
    expect(first).to.include({ code: "KN5019", link: "configuration" });
  });

  it("finds a revision that was refused for another reason (KN5018)", () => {
    const message =
      'Revision creation failed with message: revisions.serving.knative.dev "hello-00002" is forbidden.';
    const [first] = findings(
      but({ "/home/configurations/0/status/conditions": [not("Ready", "RevisionFailed", message)] }),
    );
    expect(first).to.include({ code: "KN5018", link: "configuration", message });
  });

  it("falls back to the service's own message (KN5018)", () => {
    const failed = not("Ready", "Strange", "nobody knows");
    const [first] = findings(but({ "/home/services/0/status/conditions": [failed] }));
    expect(first).to.include({
      code: "KN5018",
      link: "service",
      message: "Strange: nobody knows",
      severity: "error",
    });
    expect(findings(healthy())).to.deep.equal([]);
  });
});
