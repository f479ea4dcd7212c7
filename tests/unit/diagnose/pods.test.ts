import { expect } from "chai";
import { before, but, healthy, not, pod, truths, unready } from "./healthy";
import { expectFirst, findings } from "./support";

const podName = "Pod default/hello-00001-deployment-x";
const describePod = "kubectl -n default describe pod hello-00001-deployment-x";
const deploying = unready(not("ResourcesAvailable", "Deploying", "", "Unknown"));
const image = "registry.example.com/team/hello:1.0";
const user = (status: object) => ({
  name: "user-container",
  image,
  ready: false,
  restartCount: 0,
  ...status,
});
const proxy = (ready: boolean, seconds = 60) => ({
  name: "queue-proxy",
  ready,
  restartCount: 0,
  state: { running: { startedAt: before(seconds) } },
});
const waiting = (reason: string, message: string) => ({
  containerStatuses: [user({ state: { waiting: { reason, message } } }), proxy(false)],
});
const event = (reason: string, message: string) => ({
  metadata: { namespace: "default", name: "event" },
  involvedObject: { kind: "Pod", name: "hello-00001-deployment-x" },
  type: "Warning",
  reason,
  message,
});

describe("diagnose: pods", () => {
  it("finds nothing where all is well", () => {
    expect(findings(healthy())).to.deep.equal([]);
  });

  it("finds an image that the node doesn't get, by the event that says why (KN5008)", () => {
    const message = `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to resolve reference: ${image}: not found`;
    const snapshot = but({
      ...deploying,
      ...pod(waiting("ImagePullBackOff", `Back-off pulling image "${image}"`)),
      "/home/events": [event("Failed", message)],
    });
    expectFirst(snapshot, {
      code: "KN5008",
      object: podName,
      message: "NotFound",
      cause: "no such image or tag",
      next: "skopeo list-tags docker://registry.example.com/team/hello",
    });
  });

  it("tells refused credentials (KN5009), an untrusted registry (KN5010) and a wrong name (KN5011) apart", () => {
    const cases = [
      ["KN5009", "ErrImagePull", "failed to authorize: failed to fetch anonymous token: 401 Unauthorized"],
      [
        "KN5009",
        "ErrImagePull",
        "pull access denied, repository does not exist or may require authorization: insufficient_scope",
      ],
      [
        "KN5010",
        "ErrImagePull",
        "tls: failed to verify certificate: x509: certificate signed by unknown authority",
      ],
      ["KN5010", "ErrImagePull", "http: server gave HTTP response to HTTPS client"],
      ["KN5010", "ErrImagePull", "dial tcp: lookup registry.example.com: no such host"],
      ["KN5011", "InvalidImageName", 'Failed to apply default image tag "A:B:C": couldn\'t parse image name'],
    ] as const;
    for (const [code, reason, message] of cases) {
      const [first] = findings(but({ ...deploying, ...pod(waiting(reason, message)) }));
      expect(first?.code, message).to.equal(code);
      expect(first?.message).to.contain(message);
    }
  });

  it("finds a crash loop, with the exit code and the last lines (KN5012)", () => {
    const crashed = user({
      restartCount: 3,
      state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 40s" } },
      lastState: { terminated: { exitCode: 1, reason: "Error" } },
    });
    const snapshot = but(
      { ...deploying, ...pod({ containerStatuses: [crashed, proxy(false)] }) },
      { "default/hello-00001-deployment-x/user-container": "panic: no DATABASE_URL\n" },
    );
    const { message } = expectFirst(snapshot, {
      code: "KN5012",
      object: podName,
      message: "container user-container ended with exit code 1 (Error)",
      cause: "the application fails",
      next: "kubectl -n default logs hello-00001-deployment-x -c user-container --previous",
    });
    expect(message).to.contain("panic: no DATABASE_URL");
  });

  it("tells a termination message once that is the end of the log (KN5012)", () => {
    const ended = { terminated: { exitCode: 1, message: "boom\n" } };
    const crashed = user({ restartCount: 1, state: {}, lastState: ended });
    const logged = (log: string) =>
      findings(
        but(
          { ...deploying, ...pod({ containerStatuses: [crashed] }) },
          { "default/hello-00001-deployment-x/user-container": log },
        ),
      )[0]?.message.split("\n");
    expect(logged("starting\nboom\n")?.slice(1)).to.deep.equal(["starting", "boom"]);
    expect(logged("starting\n")?.slice(1)).to.deep.equal(["boom", "starting"]);
  });

  it("says what exit codes mean", () => {
    const causes = [0, 126, 127, 128, 137, 139, 143].map((exitCode) => {
      const crashed = user({ restartCount: 1, state: {}, lastState: { terminated: { exitCode } } });
      return findings(but({ ...deploying, ...pod({ containerStatuses: [crashed] }) }))[0]?.cause;
    });
    expect(new Set(causes).size).to.equal(causes.length);
    expect(causes[2]).to.contain("command and args");
  });

  it("finds a container that was killed for want of memory (KN5013)", () => {
    const killed = user({
      restartCount: 1,
      state: {},
      lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
    });
    expectFirst(but({ ...deploying, ...pod({ containerStatuses: [killed, proxy(false)] }) }), {
      code: "KN5013",
      object: podName,
      message: "OOMKilled",
      cause: "memory limit",
      next: describePod,
    });
  });

  describe("a port that nothing listens on (KN5014)", () => {
    const running = (seconds: number) =>
      pod({
        phase: "Running",
        containerStatuses: [
          user({ ready: true, state: { running: { startedAt: before(seconds) } } }),
          proxy(false, seconds),
        ],
      });
    const probe = "Readiness probe failed: HTTP probe failed with statuscode: 503";

    it("is told by queue-proxy's log", () => {
      const log =
        "aggressive probe error (failed 202 times): dial tcp 127.0.0.1:8080: connect: connection refused";
      const snapshot = but(
        { ...deploying, ...running(60) },
        { "default/hello-00001-deployment-x/queue-proxy": log },
      );
      expectFirst(snapshot, {
        code: "KN5014",
        object: podName,
        message: "connection refused",
        cause: "nothing listens on port 8080",
        next: "kubectl -n default logs hello-00001-deployment-x --all-containers --tail=20",
      });
    });

    it("is told by the failed probe where there is no log", () => {
      const snapshot = but({ ...deploying, ...running(60), "/home/events": [event("Unhealthy", probe)] });
      const [first] = findings(snapshot);
      expect(first?.code).to.equal("KN5014");
      expect(first?.message).to.equal(probe);
    });

    it("is not suspected of an application that has just started", () => {
      expect(findings(but({ ...deploying, ...running(5) })).map(({ code }) => code)).not.to.include("KN5014");
    });
  });

  describe("a missing object (KN5015)", () => {
    const cases = [
      ['secret "database" not found', 'Secret "database"', "kubectl -n default get secret"],
      ['configmap "settings" not found', 'ConfigMap "settings"', "kubectl -n default get configmap"],
      [
        "couldn't find key URL in Secret default/database",
        'no key "URL"',
        "kubectl -n default describe secret database",
      ],
    ] as const;
    for (const [message, cause, next] of cases) {
      it(`is read from: ${message}`, () => {
        const snapshot = but({ ...deploying, ...pod(waiting("CreateContainerConfigError", message)) });
        expectFirst(snapshot, { code: "KN5015", object: podName, message, cause, next });
      });
    }

    it("is read from a volume that can't be mounted", () => {
      const message = 'MountVolume.SetUp failed for volume "keys" : secret "keys" not found';
      const snapshot = but({
        ...deploying,
        ...pod(waiting("ContainerCreating", "")),
        "/home/events": [event("FailedMount", message)],
      });
      const expected = { code: "KN5015", object: podName, message, next: "kubectl -n default get secret" };
      expectFirst(snapshot, { ...expected, cause: 'Secret "keys"' });
    });
  });

  it("finds pods that no node takes, and says what they lack (KN5017)", () => {
    const cases = [
      ["0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available", "not enough cpu"],
      ["0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}", "tolerations"],
      ["0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector", "nodeSelector"],
      ['0/1 nodes are available: persistentvolumeclaim "data" not found', "PersistentVolumeClaim"],
    ] as const;
    for (const [message, cause] of cases) {
      const status = { conditions: [not("PodScheduled", "Unschedulable", message)], containerStatuses: [] };
      expectFirst(but({ ...deploying, ...pod(status) }), {
        code: "KN5017",
        object: podName,
        message,
        cause,
        next: "kubectl -n default get events --field-selector involvedObject.name=hello-00001-deployment-x",
      });
    }
  });

  it("only warns of a pod that fails beside another that serves", () => {
    const [serving] = healthy().namespaces.get("default")?.pods ?? [];
    const failing = {
      ...serving,
      metadata: { ...serving?.metadata, name: "hello-00001-deployment-y" },
      status: { conditions: truths("PodScheduled"), ...waiting("ErrImagePull", "not found") },
    };
    const found = findings(but({ "/home/pods": [serving, failing] }));
    expect(found.map(({ code, severity }) => [code, severity])).to.deep.equal([["KN5008", "warning"]]);
  });
});
