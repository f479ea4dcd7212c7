import type { Problem } from "../problems";
import type { ServingArgs } from "./serving.args";
import { settingsMaps } from "./settings";
import { propertyOf } from "./settings/setting";
import { dataOf, typedOf } from "./settings.render";
import type { TlsArgs } from "./tls.args";
import { tlsConfig } from "./tls.render";

/** A key of a ConfigMap that something else than `tls` sets. */
interface OtherSetting {
  readonly key: string;
  /** Where, in ServingArgs. */
  readonly path: string;
  readonly value: string;
}

/** What settings and `config` say of a ConfigMap, the stronger last. */
export function otherSettings(args: ServingArgs, name: string): OtherSetting[] {
  const map = settingsMaps.find(({ configMap }) => configMap === name);
  const data = map === undefined ? {} : dataOf(map, typedOf(map, args));
  const typed = Object.entries(data).map(([key, value]): OtherSetting => ({
    key,
    path: `${map?.property}.${propertyOf(key)}`,
    value,
  }));
  const free = Object.entries(args.config?.[name] ?? {}).map(([key, value]) => ({
    key,
    path: `config["${name}"]["${key}"]`,
    value,
  }));
  return [...typed, ...free];
}

/** Settings win over `tls`, so one that says otherwise would undo it in silence. */
export function checkTlsClashes(args: ServingArgs, tls: TlsArgs): Problem[] {
  return Object.entries(tlsConfig(tls)).flatMap(([map, data]) =>
    otherSettings(args, map).flatMap(({ key, path, value }): Problem[] => {
      const ours = data[key];
      // Without a redirect both schemes are served, and either may be told.
      const eitherWay = key === "default-external-scheme" && tls.redirect !== true;
      return typeof ours !== "string" || ours.toLowerCase() === value.toLowerCase() || eitherWay
        ? []
        : [{ path, code: "KN3302", reason: `is "${value}" here and "${ours}" by tls; set it once` }];
    }),
  );
}
