import { z } from "zod";
import { parse, stringify } from "yaml";
import { written, type SettingsMap } from "./setting";

/** Whether an issuer serves one namespace or all. */
export const IssuerKind = { Issuer: "Issuer", ClusterIssuer: "ClusterIssuer" } as const;
export type IssuerKind = (typeof IssuerKind)[keyof typeof IssuerKind];

/** A cert-manager issuer. */
export interface IssuerRefArgs {
  /** Whether it serves one namespace or all. */
  kind: IssuerKind;
  /** Name of the Issuer or ClusterIssuer. */
  name: string;
}

/** Which of cert-manager's issuers sign: ConfigMap `config-certmanager`, with upstream's names. */
export interface CertManagerSettingsArgs {
  /** For names outside the cluster. Default: the ClusterIssuer "knative-selfsigned-issuer", which you make. */
  issuerRef?: IssuerRefArgs;
  /** For names inside the cluster; ACME can't sign these. Default: the ClusterIssuer "knative-selfsigned-issuer". */
  clusterLocalIssuerRef?: IssuerRefArgs;
  /** For Knative's own programs and pods; ACME can't sign these. Default: the ClusterIssuer "knative-selfsigned-issuer". */
  systemInternalIssuerRef?: IssuerRefArgs;
}

const issuer = written(
  z.strictObject({ kind: z.enum(IssuerKind), name: z.string().min(1) }),
  (reference: IssuerRefArgs) => stringify(reference),
  parse,
);

// Keys: knative/serving pkg/reconciler/certificate/config/cert_manager.go.
export const certManager: SettingsMap = {
  configMap: "config-certmanager",
  property: "certManager",
  settings: {
    issuerRef: issuer,
    clusterLocalIssuerRef: issuer,
    systemInternalIssuerRef: issuer,
  },
};
