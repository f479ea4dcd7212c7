import type { Ask } from "./connect";

/** What every installation of Knative has, and so every preview sends to the API server. */
const deployments = { group: "apps", resource: "deployments" } as const;
/** The API server asks for the right to write where a server-side apply is only tried as well. */
const verbs = ["create", "patch"] as const;

interface Review {
  readonly status?: { readonly allowed?: boolean };
}

/** What a preview with these credentials can't tell; undefined where nothing lacks, or that may not be asked. */
export async function readOnlyNote(ask: Ask, namespace: string): Promise<string | undefined> {
  const allowed = await Promise.all(verbs.map((verb) => mayDo(ask, verb, namespace)));
  const missing = verbs.filter((_, index) => allowed[index] === false);
  return missing.length === 0
    ? undefined
    : `these credentials may not ${missing.join(" or ")} deployments in ${namespace}, not even to try: this preview compares inputs alone, and tells nothing of what the API server's defaults, webhooks and other writers make of them; docs/diff.md has a role for previews`;
}

async function mayDo(ask: Ask, verb: string, namespace: string): Promise<boolean | undefined> {
  const answer = await ask("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
    create: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { ...deployments, verb, namespace } },
    },
  });
  return answer.ok ? ((await answer.json()) as Review).status?.allowed : undefined;
}
