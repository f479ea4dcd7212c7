import * as pulumi from "@pulumi/pulumi";
import { gatewayTlsProblems } from "../istio/gatewayTls.gate";
import { warnAbout, type Problem } from "../problems";
import { endNotice, readCertificate } from "./certificate";
import type { ServingArgs } from "./serving.args";
import { checkOwnCertificate } from "./tls.check";
import { otherSettings } from "./tls.clashes";
import { switchKeys } from "./tls.render";

/**
 * What is wrong with encryption once all is known: what the cluster says, and a certificate or key that was secret or not
 * known when the component was made. Unknown values of a preview leave it unknown; nothing of it is secret.
 */
export function tlsProblems(
  args: ServingArgs,
  component: pulumi.Resource,
  now = new Date(),
): pulumi.Output<readonly Problem[]> {
  const { certificate, privateKey } = args.tls?.certificate ?? {};
  const known = pulumi.all([args.certManagerInstalled, certificate, privateKey]);
  const problems = known.apply(([installed, text, key]): readonly Problem[] => {
    const notice = text === undefined ? undefined : noticeOf(text, now);
    if (notice !== undefined) {
      warnAbout(component, notice);
    }
    const own =
      text === undefined || key === undefined
        ? []
        : checkOwnCertificate(args, { certificate: text, privateKey: key }, now);
    return [...own, ...checkCertManager(args, installed)];
  });
  return pulumi
    .all([pulumi.unsecret(problems), gatewayTlsProblems(args, component, now)])
    .apply(([own, gateways]) => [...own, ...gateways]);
}

function noticeOf(certificate: string, now: Date): string | undefined {
  const { leaf } = readCertificate(certificate);
  return leaf && endNotice(leaf, now);
}

/**
 * cert-manager's definitions must be there first: Knative's controller stops at its start where they aren't, and a gateway's
 * certificate can't be asked for.
 */
export function checkCertManager(args: ServingArgs, installed: boolean | undefined): Problem[] {
  const keys: Readonly<Record<string, unknown>> = switchKeys;
  const byTls = Object.keys(switchKeys).map((property) => ({
    key: String(keys[property]),
    path: `tls.${property}`,
    value: args.tls?.[property as keyof typeof switchKeys] === true ? "enabled" : "",
  }));
  const wanted = [...byTls, ...otherSettings(args, "config-network")].filter(
    ({ key, value }) =>
      Object.values(keys).includes(key) && value.toLowerCase() === "enabled" && installed === false,
  );
  const reason =
    "needs cert-manager, whose definitions the cluster doesn't have: install it first, or set certManagerInstalled to true where this program installs it before";
  const gateways = (args.gateways ?? []).flatMap(({ tls }, index) =>
    tls?.issuer === undefined || installed !== false ? [] : [{ path: `gateways[${index}].tls.issuer` }],
  );
  return [...wanted, ...gateways].map(({ path }) => ({ path, code: "KN3807", reason }));
}
