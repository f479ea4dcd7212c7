// All that is used of the Kubernetes client: the build makes one file of it, for the library and the plugin alike. The whole
// client takes 400 ms and 80 MB to load, for the sake of models of every Kubernetes type.
export { KubeConfig } from "@kubernetes/client-node";
