// The rival: a careful author's plain Pulumi program with the same objects in the same order, written by hand.
"use strict";
const fs = require("node:fs");
const k8s = require("@pulumi/kubernetes");

const { kubeconfig, groups } = JSON.parse(fs.readFileSync(process.env.BENCH_MANIFESTS, "utf8"));
const provider = new k8s.Provider("bench", {
  kubeconfig,
  enableConfigMapMutable: true,
  enableSecretMutable: true,
});

let before = [];
for (const group of groups) {
  before = group.map((manifest) => {
    const { namespace, name } = manifest.metadata;
    const id = [manifest.kind, namespace, name].filter(Boolean).join("/");
    const [group, version] = manifest.apiVersion.includes("/")
      ? manifest.apiVersion.split("/")
      : ["", manifest.apiVersion];
    const Class = group === "" ? k8s.core[version][manifest.kind] : k8s.apiextensions.CustomResource;
    return new Class(id, manifest, { provider, dependsOn: before });
  });
}
