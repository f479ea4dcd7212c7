import { stringify } from "yaml";

import type { KeyPair } from "./certificates";
import { CLUSTER, LAB_NAME } from "./layout";

/** A kubeconfig with everything in it, so that the file alone is enough. It holds a key. */
export function renderKubeconfig(user: string, authorityCertificate: string, pair: KeyPair): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: LAB_NAME,
        cluster: { server: CLUSTER.apiserverUrl, "certificate-authority-data": base64(authorityCertificate) },
      },
    ],
    users: [
      {
        name: user,
        user: { "client-certificate-data": base64(pair.certificate), "client-key-data": base64(pair.key) },
      },
    ],
    contexts: [{ name: LAB_NAME, context: { cluster: LAB_NAME, user } }],
    "current-context": LAB_NAME,
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
