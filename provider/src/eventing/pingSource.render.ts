import { defined } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import type { PingSourceArgs } from "./pingSource.args";
import { defaultNamespace, eventMetadata } from "./ready";
import { renderSink } from "./sink.render";

const everyMinute = "* * * * *";

/** The PingSource that checked args describe. */
export function renderPingSource(resourceName: string, args: PingSourceArgs): Manifest {
  const { namespace = defaultNamespace, schedule = everyMinute, sink, extensions } = args;
  const { timezone, contentType, data, dataBase64 } = args;
  return {
    apiVersion: "sources.knative.dev/v1",
    kind: "PingSource",
    metadata: eventMetadata(resourceName, args),
    spec: defined({
      schedule,
      timezone,
      contentType,
      data,
      dataBase64,
      sink: renderSink(sink, namespace),
      ceOverrides: extensions && { extensions },
    }),
  };
}
