import type { ProblemKind } from "./kind";

/** Problems of a registry and its mirrors. */
export const registryProblems = {
  KN9401: {
    title: "passwords without TLS",
    help: "Clients send name and password with every request, readable by all on the way. Give the registry a certificate, or leave its users out.",
  },
  KN9402: {
    title: "no htpasswd text of bcrypt",
    help: "The registry takes lines `name:hash` with bcrypt alone, and passes over all others, so that nobody could log in. `htpasswd -nbB name password` writes one.",
  },
  KN9403: {
    title: "several pods on storage of one",
    help: 'A volume of ReadWriteOnce is attached to one node. More pods need `accessMode: "ReadWriteMany"`, NFS or S3.',
  },
  KN9404: {
    title: "no host of a registry",
    help: "A mirror is named by the host that stands in images, such as docker.io or quay.io, without scheme and path.",
  },
  KN9405: {
    title: "mirror of itself",
    help: "A mirror that asks its own registry for what it hasn't would only find what is there anyway, or ask itself for ever.",
  },
  KN9406: {
    title: "needs registry 3",
    help: "Release 2 of the registry doesn't know it; or, with manifests that have no tag, removes the parts of images for several architectures, which have none.",
  },
  KN9407: {
    title: "no schedule",
    help: "A schedule has five fields, minute, hour, day of the month, month and day of the week, or is a word such as @weekly.",
  },
  KN9408: {
    title: "no certificate of an authority",
    help: "The authority is given as its certificate in PEM, without a private key: it is handed to all who are to trust the registry.",
  },
} as const satisfies Record<string, ProblemKind>;
