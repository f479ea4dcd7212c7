// Knative on any Kubernetes by Pulumi: cluster, Serving with its gateways, services, checked before anything is touched
package knative
