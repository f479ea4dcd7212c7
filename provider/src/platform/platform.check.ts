import { z } from "zod";
import { checkSoleKnative } from "../alibaba/ack.check";
import { checkCluster } from "../cluster/cluster.check";
import { checkObservability, observabilityShape } from "../observability/observability.check";
import { checkShape, under, type Problem } from "../problems";
import { checkServing } from "../serving/serving.check";
import { checkSecurity, securityShape } from "../security/security.check";
import { checkPrivateLabels } from "./domains";
import { checkMinors, checkPlatformEventing, platformEventingShape } from "./eventing.check";
import { checkFeatures } from "./features";
import { checkSinks } from "./flow.check";
import { checkServicesGateways, checkServicesOfLayer } from "./gateways";
import { checkHosts } from "./hosts.check";
import { checkNamespaces, namespaceShape } from "./namespaces.check";
import { inNamespace } from "./namespaces.render";
import { checkNames } from "./names.check";
import { checkWatch, watchedEventing, watchedServing, watchOf } from "./observability.plan";
import type { PlatformArgs } from "./platform.args";
import { checkSecured, securedServing } from "./security.plan";
import { checkRepeated, checkServices, checkServicesFit } from "./services.check";

type SectionName = keyof PlatformArgs;

/** A part of the inputs. */
interface Section {
  readonly shape: z.ZodType;
  /** What is wrong with the part by itself, by paths in it. `isGiven`: the cluster's provider is the caller's. */
  readonly check: (args: PlatformArgs, isGiven: boolean) => Problem[];
}

const object = (check: Section["check"]): Section => ({ shape: z.looseObject({}).optional(), check });
const list = (check: Section["check"]): Section => ({ shape: z.array(z.looseObject({})).optional(), check });

const sections: Readonly<Record<SectionName, Section>> = {
  cluster: object(({ cluster = {} }, isGiven) => [
    ...checkCluster(cluster, isGiven),
    ...checkSoleKnative(cluster),
  ]),
  serving: object((args) => {
    const own = checkServing(args.serving);
    return own.length > 0 ? own : checkServing(effectiveServing(args));
  }),
  namespaces: {
    shape: z.array(namespaceShape).optional(),
    check: ({ namespaces = [] }) => checkNamespaces(namespaces),
  },
  eventing: {
    shape: platformEventingShape.optional(),
    check: (args) => checkPlatformEventing(watchedEventing(args.eventing ?? {}, watchOf(args)), args.serving),
  },
  observability: {
    shape: observabilityShape.optional(),
    check: ({ observability, ...others }) =>
      observability === undefined
        ? []
        : [...checkObservability(observability), ...checkWatch(observability, others)],
  },
  security: {
    shape: securityShape.optional(),
    check: ({ security, serving }) =>
      security === undefined ? [] : [...checkSecurity(security), ...checkSecured(security, serving)],
  },
  services: list(({ services = [], serving }) => checkServices(services, serving)),
};

export const sectionNames = Object.keys(sections) as SectionName[];

/** Serving with what the other sections have it do. */
function effectiveServing(args: PlatformArgs): PlatformArgs["serving"] {
  return watchedServing(securedServing(args.serving, args.security), watchOf(args));
}

/** How far a section can be relied on: it is an object or list as it must be, all its values are of their types, it has no problem. */
const grades = ["broken", "shaped", "typed", "flawless"] as const;
type Grade = (typeof grades)[number];

/** What has to fit between sections. */
interface Rule {
  /** The least that sections must be for the rule to say anything. One that is broken and isn't named counts as left out. */
  readonly needs: Readonly<Partial<Record<SectionName, Grade>>>;
  /** Problems by paths in the whole. `isFlawless`: whether what stands at a path has no problem by itself. */
  readonly check: (args: Required<PlatformArgs>, isFlawless: (path: string) => boolean) => Problem[];
}

const rules: readonly Rule[] = [
  {
    needs: { serving: "flawless" },
    check: ({ services, serving }, isFlawless) => checkServicesFit(services, serving, isFlawless),
  },
  { needs: {}, check: ({ services }) => checkRepeated(services) },
  { needs: { serving: "shaped" }, check: ({ services, serving }) => checkPrivateLabels(services, serving) },
  { needs: { serving: "shaped" }, check: ({ services, serving }) => checkFeatures(serving, services) },
  {
    needs: { serving: "flawless" },
    check: ({ services, serving }) => checkServicesGateways(services, serving),
  },
  {
    needs: { serving: "flawless" },
    check: ({ services, serving }) => checkServicesOfLayer(services, serving),
  },
  {
    needs: { eventing: "shaped", services: "shaped" },
    check: ({ eventing, services }) => under("eventing", checkSinks(eventing, services)),
  },
  {
    needs: { eventing: "typed", serving: "typed" },
    check: ({ eventing, serving }) => under("eventing", checkMinors(eventing, serving)),
  },
  {
    needs: { serving: "typed", services: "typed" },
    check: ({ services, serving }) => checkNames(serving, services),
  },
  {
    needs: { serving: "typed", services: "typed" },
    check: ({ services, serving }) => checkHosts(serving, services),
  },
];

export const platformShape = z.strictObject(
  Object.fromEntries(Object.entries(sections).map(([name, { shape }]) => [name, shape])),
);

/** Services as their namespaces have them. */
function withNamespaces(args: PlatformArgs): PlatformArgs {
  const { namespaces = [], services } = args;
  return services === undefined
    ? args
    : { ...args, services: services.map((service) => inNamespace(service, namespaces)) };
}

/** Everything that can be said of a platform's inputs before anything is touched: all its parts', at once. `isGiven`: the cluster's provider is the caller's. */
export function checkPlatform(args: PlatformArgs, isGiven = false): Problem[] {
  const shape = checkShape(platformShape, args);
  const readable = sectionNames.filter((name) => isFree(shape, name));
  const given = withNamespaces(Object.fromEntries(readable.map((name) => [name, args[name]])));
  const own = readable.flatMap((name) => under(name, sections[name].check(given, isGiven)));
  const gradeOf = (name: SectionName) => (readable.includes(name) ? grade(own, name) : "broken");
  const { cluster = {}, serving = {}, namespaces = [], eventing = {}, services = [] } = given;
  const { observability = {}, security = {} } = given;
  const between = rules
    .filter(({ needs }) => sectionNames.every((name) => isAtLeast(gradeOf(name), needs[name] ?? "broken")))
    .flatMap(({ check }) =>
      check({ cluster, serving, namespaces, eventing, observability, security, services }, (path) =>
        isFree(own, path),
      ),
    );
  return [...shape, ...own, ...between];
}

function grade(problems: readonly Problem[], name: SectionName): Grade {
  const typeProblems = problems.filter(({ code }) => code === "KN1002" || code === "KN1005");
  if (!isFree(typeProblems, name)) {
    return "shaped";
  }
  return isFree(problems, name) ? "flawless" : "typed";
}

function isAtLeast(grade: Grade, least: Grade): boolean {
  return grades.indexOf(grade) >= grades.indexOf(least);
}

/** Whether there is no problem at a path or below it. */
function isFree(problems: readonly Problem[], path: string): boolean {
  const places = [`${path}.`, `${path}[`];
  return !problems.some(
    (problem) => problem.path === path || places.some((place) => problem.path.startsWith(place)),
  );
}
