import { z } from "zod";
import { text, under, whole, type Problem } from "../problems";
import type { ProbeArgs, SidecarArgs } from "./container.args";

// Rules: knative/serving pkg/apis/serving/k8s_validation.go (validateProbe, validateReadinessProbe).
export const probeShape = z.strictObject({
  path: text("KN1006", "must be a path that starts with /", (value) => value.startsWith("/")).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  tcp: z.boolean().optional(),
  exec: z.array(z.string()).min(1).optional(),
  grpc: z.boolean().optional(),
  grpcService: z.string().optional(),
  port: whole(1, 65535).optional(),
  initialDelaySeconds: whole(0, 3600).optional(),
  periodSeconds: whole(0, 3600).optional(),
  timeoutSeconds: whole(1, 3600).optional(),
  failureThreshold: whole(1, 1000).optional(),
  successThreshold: whole(1, 1000).optional(),
}) satisfies z.ZodType<ProbeArgs>;

export const probesShape = {
  readinessProbe: probeShape.optional(),
  livenessProbe: probeShape.optional(),
  startupProbe: probeShape.optional(),
};

type Probes = Pick<SidecarArgs, "readinessProbe" | "livenessProbe" | "startupProbe">;

/** The problems of a container's probes; without a port of its own, a container must name the one to probe. */
export function checkProbes(probes: Probes, portless = false): Problem[] {
  return (["readinessProbe", "livenessProbe", "startupProbe"] as const).flatMap((kind) => {
    const probe = probes[kind];
    return probe === undefined
      ? []
      : under(kind, [
          ...checkWay(probe, portless),
          ...(kind === "readinessProbe" ? checkReadinessTimes(probe) : checkOtherTimes(probe)),
        ]);
  });
}

function checkWay(probe: ProbeArgs, portless: boolean): Problem[] {
  const { path, headers, tcp, exec, grpc, grpcService, port } = probe;
  const [way, second] = [tcp === true && "tcp", exec && "exec", grpc === true && "grpc"].filter(
    (name) => typeof name === "string",
  );
  const excludes = (property: keyof ProbeArgs | undefined, other: string | undefined): Problem[] =>
    property === undefined || other === undefined
      ? []
      : [{ path: property, code: "KN1008", reason: `excludes ${other}; set one of them` }];
  return [
    ...(path === undefined ? [] : excludes("path", way)),
    ...(headers === undefined ? [] : excludes("headers", way)),
    ...excludes(second as keyof ProbeArgs | undefined, way),
    ...(exec !== undefined && port !== undefined ? excludes("port", "exec") : []),
    ...(grpcService !== undefined && grpc !== true
      ? [{ path: "grpcService", code: "KN1008" as const, reason: "needs grpc: true" }]
      : []),
    ...(portless && exec === undefined && port === undefined
      ? [
          {
            path: "port",
            code: "KN1005" as const,
            reason: "is required: a sidecar has no port to fall back on",
          },
        ]
      : []),
  ];
}

/** Without a period Knative probes in its own way, and refuses the settings of Kubernetes'. */
function checkReadinessTimes(probe: ProbeArgs): Problem[] {
  const own = (probe.periodSeconds ?? 0) === 0;
  return (["timeoutSeconds", "failureThreshold"] as const).flatMap((property): Problem[] =>
    own && probe[property] !== undefined
      ? [
          {
            path: property,
            code: "KN4019",
            reason:
              "needs periodSeconds of at least 1: without it Knative probes as fast as it can, and refuses this",
          },
        ]
      : [],
  );
}

/** Only readiness can be probed without a period, or be lost and won again. */
function checkOtherTimes({ periodSeconds, successThreshold = 1 }: ProbeArgs): Problem[] {
  return [
    ...(periodSeconds === 0
      ? [
          {
            path: "periodSeconds",
            code: "KN4019" as const,
            reason: "must be at least 1: only a readiness probe takes 0; leave it out for 10",
          },
        ]
      : []),
    ...(successThreshold === 1
      ? []
      : [
          {
            path: "successThreshold",
            code: "KN4019" as const,
            reason: `must be 1 but for a readiness probe, got ${successThreshold}`,
          },
        ]),
  ];
}
