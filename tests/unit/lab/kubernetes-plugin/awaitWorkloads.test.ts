import { expect } from "chai";
import { judgeDaemonSet } from "../../../../lab/kubernetes-plugin/await/daemonSet";
import { judgeDeployment } from "../../../../lab/kubernetes-plugin/await/deployment";
import { judgeJob } from "../../../../lab/kubernetes-plugin/await/job";
import { judgePod } from "../../../../lab/kubernetes-plugin/await/pod";
import { judgeStatefulSet } from "../../../../lab/kubernetes-plugin/await/statefulSet";
import type { ValueMap } from "../../../../lab/kubernetes-plugin/value";
import { deployment, object, pod, view } from "./objects";

const pullError = {
  state: { waiting: { reason: "ImagePullBackOff", message: 'Back-off pulling image "web:1"' } },
};
const crash = {
  state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s restarting failed container" } },
  lastState: {
    terminated: { finishedAt: "2026-01-01T00:00:00Z", reason: "Error", exitCode: 3, message: "no database" },
  },
};
const running = { PodScheduled: "True", Initialized: "True" };

describe("The Kubernetes plugin's wait for a Pod", () => {
  it("is over when the pod is ready, or done", () => {
    expect(judgePod(pod({ ...running, Ready: "True" })).ready).to.equal(true);
    const done = pod({ ...running, Ready: "False" });
    expect(
      judgePod({ ...done, status: { ...(done["status"] as ValueMap), phase: "Succeeded" } }).ready,
    ).to.equal(true);
    expect(judgePod(pod({ ...running, Ready: "False" })).ready).to.equal(false);
  });

  it("tells the step that it is at", () => {
    expect(judgePod(pod({})).status.map((m) => m.text)).to.deep.equal([
      'Waiting for Pod "shop/web-1" to be scheduled',
    ]);
    expect(judgePod(pod(running)).status.map((m) => m.text)).to.have.length(3);
  });

  it("tells why an image can't be pulled", () => {
    const { reasons } = judgePod(pod({ ...running, Ready: "False" }, pullError));
    expect(reasons).to.deep.equal([
      '[Pod shop/web-1]: containers with unready status: [main][ImagePullBackOff] Back-off pulling image "web:1"',
    ]);
  });

  it("tells how a crashing container ended last", () => {
    const [reason] = judgePod(pod({ ...running, Ready: "False" }, crash)).reasons;
    expect(reason).to.include("[CrashLoopBackOff] back-off 10s restarting failed container");
    expect(reason).to.include(
      'container "main" terminated at 2026-01-01T00:00:00Z (Error: exit code 3)\nno database',
    );
  });

  it("tells why it can't be scheduled", () => {
    const entry = {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message: "0/1 nodes are available",
    };
    const waiting = judgePod({ ...pod({}), status: { conditions: [entry] } });
    expect(waiting.ready).to.equal(false);
    expect(waiting.status).to.have.length(1);
  });
});

describe("The Kubernetes plugin's wait for a Deployment", () => {
  const revision = { "deployment.kubernetes.io/revision": "2" };
  const conditions = [
    { type: "Available", status: "True" },
    { type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" },
  ];
  const rolledOut = (status: ValueMap = {}): ValueMap => ({
    ...deployment({}, { generation: 2, annotations: revision, uid: "web-uid" }),
    status: { observedGeneration: 2, conditions, ...status },
  });
  const replicaSet = (readyReplicas: number, replicas = 1): ValueMap => ({
    metadata: { name: "web-rs", uid: "rs-uid", annotations: revision, ownerReferences: [{ uid: "web-uid" }] },
    spec: { replicas },
    status: { readyReplicas },
  });

  it("is over when the new ReplicaSet has all its pods", () => {
    expect(judgeDeployment(view(rolledOut(), { ReplicaSet: [replicaSet(1)] })).ready).to.equal(true);
  });

  it("goes on while the controller has not seen the change", () => {
    const stale = rolledOut({ observedGeneration: 1 });
    expect(judgeDeployment(view(stale, { ReplicaSet: [replicaSet(1)] })).ready).to.equal(false);
  });

  it("goes on while pods are missing, with their number and their troubles", () => {
    const pods = [pod({ ...running, Ready: "False" }, pullError)];
    const verdict = judgeDeployment(view(rolledOut(), { ReplicaSet: [replicaSet(1, 3)], Pod: pods }));
    expect(verdict.ready).to.equal(false);
    const texts = verdict.status.map((m) => m.text);
    expect(texts).to.include("Waiting for app ReplicaSet to be available (1/3 Pods available)");
    expect(verdict.reasons.join()).to.include("ImagePullBackOff");
  });

  it("looks at no pods of other owners", () => {
    const pods = [pod({ ...running, Ready: "False" }, pullError, "other-uid")];
    const verdict = judgeDeployment(view(rolledOut(), { ReplicaSet: [replicaSet(0)], Pod: pods }));
    expect(verdict.reasons.join()).not.to.include("ImagePullBackOff");
  });

  it("tells the condition that failed", () => {
    const failed = rolledOut({
      conditions: [
        {
          type: "Progressing",
          status: "False",
          reason: "ProgressDeadlineExceeded",
          message: "took too long",
        },
        { type: "Available", status: "False", reason: "MinimumReplicasUnavailable", message: "not enough" },
      ],
    });
    expect(judgeDeployment(view(failed, { ReplicaSet: [replicaSet(0)] })).reasons).to.deep.equal([
      "[ProgressDeadlineExceeded] took too long",
      "[MinimumReplicasUnavailable] not enough",
      "Minimum number of live Pods was not attained",
    ]);
  });

  it("goes on while a claim that it mounts is not bound", () => {
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    const template = { spec: { volumes } };
    const mounting = { ...rolledOut(), spec: { template } };
    const claim = (name: string, phase: string): ValueMap => ({ metadata: { name }, status: { phase } });
    const judge = (...claims: ValueMap[]): ReturnType<typeof judgeDeployment> =>
      judgeDeployment(view(mounting, { ReplicaSet: [replicaSet(1)], PersistentVolumeClaim: claims }));
    expect(judge(claim("data", "Pending")).reasons).to.deep.equal([
      'Failed to bind PersistentVolumeClaim(s): "data"',
    ]);
    expect(judge(claim("data", "Bound"), claim("other", "Pending")).ready).to.equal(true);
  });
});

describe("The Kubernetes plugin's wait for a StatefulSet", () => {
  const statefulSet = (status: ValueMap, generation = 2, spec: ValueMap = {}): ValueMap => ({
    ...object("apps/v1", "StatefulSet", { replicas: 2, ...spec }),
    metadata: { name: "db", generation },
    status: { observedGeneration: generation, ...status },
  });
  const complete = {
    replicas: 2,
    readyReplicas: 2,
    currentReplicas: 2,
    currentRevision: "a",
    updateRevision: "a",
  };

  it("is over when all replicas run the updated revision", () => {
    expect(judgeStatefulSet(view(statefulSet(complete))).ready).to.equal(true);
    expect(judgeStatefulSet(view(statefulSet({ ...complete, observedGeneration: 1 }))).ready).to.equal(false);
  });

  it("counts the pods, and names the revisions", () => {
    const partly = { ...complete, readyReplicas: 1, updatedReplicas: 1, updateRevision: "b" };
    const { status, reasons } = judgeStatefulSet(view(statefulSet(partly)));
    expect(status[0]?.text).to.equal("[1/3] Waiting for StatefulSet update to roll out (1/2 Pods ready)");
    expect(reasons).to.deep.equal([
      "1 out of 2 replicas succeeded readiness checks",
      'StatefulSet controller failed to advance from revision "a" to revision "b"',
    ]);
    const first = judgeStatefulSet(view(statefulSet({ replicas: 0 }, 1)));
    expect(first.status[0]?.text).to.equal("[1/2] Waiting for StatefulSet to create Pods (0/2 Pods ready)");
  });

  it("does not wait for revisions where nobody replaces the pods", () => {
    const onDelete = statefulSet({ ...complete, currentReplicas: 0, updateRevision: "b" }, 2, {
      updateStrategy: { type: "OnDelete" },
    });
    expect(judgeStatefulSet(view(onDelete)).ready).to.equal(true);
  });
});

describe("The Kubernetes plugin's wait for a DaemonSet", () => {
  const counts = {
    desiredNumberScheduled: 2,
    currentNumberScheduled: 2,
    updatedNumberScheduled: 2,
    numberAvailable: 2,
    numberReady: 2,
  };
  const daemonSet = (status: ValueMap): ValueMap => ({
    ...object("apps/v1", "DaemonSet", {}),
    metadata: { name: "agent", generation: 3 },
    status: { observedGeneration: 3, ...status },
  });

  it("is over when every node has its pod", () => {
    expect(judgeDaemonSet(view(daemonSet(counts))).ready).to.equal(true);
  });

  const open: readonly [ValueMap, string][] = [
    [{ observedGeneration: 2 }, "DaemonSet generation is 3, but latest observed generation is 2"],
    [{}, "Missing .status.desiredNumberScheduled"],
    [{ ...counts, updatedNumberScheduled: 1 }, "Updated: 1/2"],
    [{ ...counts, numberAvailable: 0 }, "Available: 0/2"],
  ];
  for (const [status, text] of open) {
    it(`goes on at "${text}"`, () => {
      const verdict = judgeDaemonSet(view(daemonSet(status)));
      expect(verdict.ready).to.equal(false);
      expect(verdict.status[0]?.text).to.equal(text);
    });
  }
});

describe("The Kubernetes plugin's wait for a Job", () => {
  const job = (status: ValueMap): ValueMap => ({ ...object("batch/v1", "Job", {}), status });
  const startTime = "2026-01-01T00:00:00Z";

  it("is over when the Job completed", () => {
    const complete = job({ startTime, conditions: [{ type: "Complete", status: "True" }] });
    expect(judgeJob(view(complete)).ready).to.equal(true);
    expect(judgeJob(view(job({ startTime, active: 1 }))).status.at(-1)?.text).to.equal(
      'Waiting for Job "shop/thing" to succeed (Active: 1 | Succeeded: 0 | Failed: 0)',
    );
  });

  it("fails at once when the Job used up its tries", () => {
    const conditions = [
      { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "too often" },
    ];
    const verdict = judgeJob(view(job({ startTime, conditions })));
    expect(verdict.failed).to.equal(true);
    expect(verdict.reasons).to.deep.equal(["[BackoffLimitExceeded] too often"]);
  });
});
