/** The token in the kubeconfig below, which nothing may show. */
export const awayToken = "t0ken-that-must-not-be-seen";

/** A kubeconfig of a cluster that nobody can reach: a preview goes on without it. */
export const awayKubeconfig = JSON.stringify({
  clusters: [{ name: "away", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: [{ name: "away", context: { cluster: "away", user: "away" } }],
  users: [{ name: "away", user: { token: awayToken } }],
  "current-context": "away",
});
