import * as pulumi from "@pulumi/pulumi";
import type { GatewayArgs, GatewayTlsArgs } from "../gateway/gateway";
import { warnAbout, under, type Problem } from "../problems";
import { endNotice, namesOf, readCertificate } from "../serving/certificate";
import type { ServingArgs } from "../serving/serving.args";
import { checkGatewayCovered } from "./gatewayDomains.check";
import { checkGatewayTexts } from "./gatewayTls.check";

/** The names of certificates against the domains of gateways, as far as both are known. */
export function checkGatewayNames(args: ServingArgs): Problem[] {
  return (args.gateways ?? []).flatMap((gateway, index) => {
    const { hosts, certificate } = gateway.tls ?? {};
    const known = hosts?.filter((host) => typeof host === "string") ?? [];
    return under(`gateways[${index}].tls`, [
      ...(known.length > 0 && known.length === hosts?.length
        ? checkGatewayCovered(args, gateway, known, "hosts")
        : []),
      ...(typeof certificate === "string" ? checkCertificateNames(args, gateway, certificate) : []),
    ]);
  });
}

function checkCertificateNames(args: ServingArgs, gateway: GatewayArgs, certificate: string): Problem[] {
  const { leaf } = readCertificate(certificate);
  return leaf === undefined ? [] : checkGatewayCovered(args, gateway, namesOf(leaf), "certificate");
}

/**
 * What is wrong with the texts of gateways' certificates once they are known, which may have been secret or not known when the
 * component was made. One that ends soon is told as a warning.
 */
export function gatewayTlsProblems(
  args: ServingArgs,
  component: pulumi.Resource,
  now = new Date(),
): pulumi.Output<readonly Problem[]> {
  const problems = (args.gateways ?? []).flatMap((gateway, index) =>
    gateway.tls === undefined ? [] : [lateProblems(args, gateway, gateway.tls, index, component, now)],
  );
  return pulumi.unsecret(pulumi.all(problems)).apply((each) => each.flat());
}

function lateProblems(
  args: ServingArgs,
  gateway: GatewayArgs,
  tls: GatewayTlsArgs,
  index: number,
  component: pulumi.Resource,
  now: Date,
): pulumi.Output<readonly Problem[]> {
  const path = `gateways[${index}].tls`;
  return pulumi
    .all([tls.certificate, tls.privateKey, tls.clientCa])
    .apply(([certificate, privateKey, clientCa]) => {
      const { leaf } = certificate === undefined ? {} : readCertificate(certificate);
      const notice = leaf && endNotice(leaf, now);
      if (notice !== undefined) {
        warnAbout(component, `${path}.certificate: ${notice}`);
      }
      const pair =
        certificate === undefined || privateKey === undefined ? undefined : { certificate, privateKey };
      const texts = { ...(pair && { pair }), ...(clientCa !== undefined && { clientCa }) };
      const unfit = checkGatewayTexts(tls, texts, now);
      const names =
        pair === undefined || unfit.length > 0 ? [] : checkCertificateNames(args, gateway, pair.certificate);
      return under(path, [...unfit, ...names]);
    });
}
