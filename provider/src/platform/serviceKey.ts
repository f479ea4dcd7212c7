import type { ServiceArgs } from "../service/service.args";

/** What a service of a platform is known by: its name, with its namespace before it unless that is "default". */
export function serviceKey({ name = "", namespace = "default" }: ServiceArgs): string {
  return namespace === "default" ? name : `${namespace}/${name}`;
}
