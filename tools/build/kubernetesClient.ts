// What the provider uses of the Kubernetes client. The whole of it takes twice the time and memory to load, for the
// sake of models of every Kubernetes type; and all of it is loaded only once a cluster is asked.
export { KubeConfig } from "@kubernetes/client-node";
