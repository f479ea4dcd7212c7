import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import {
  releasePath,
  releases,
  type ReleaseFile,
  type ServingRelease,
} from "../../../provider/src/release/catalog";
import { parseImage } from "../../../provider/src/problems";
import { loadManifestsSync } from "../../../provider/src/release/load";
import { getAt, isKind, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { parseManifests } from "../../../provider/src/manifests/parse";
import { groupByPhase, phaseOf } from "../../../provider/src/manifests/phases";
import { containerPaths } from "../../../provider/src/manifests/pods";
import {
  awaitCrd,
  dropControllerOwned,
  dropExamples,
  dropState,
  eachManifest,
  fixGeneratedNames,
  imagesOf,
  setDisruptionBudgets,
  setEnv,
  setImages,
  setScale,
  skipAwaitServices,
  transformManifests,
} from "../../../provider/src/manifests/transforms";
import { skip } from "../../support/skip";
import { temporaryDirectories } from "./support/files";

const mirror = resolve("../shared/releases");
const directory = temporaryDirectories();

/** Programs of a release, as the last part of their images' paths; what they are is in their names. */
const programs = [
  "activator",
  "autoscaler",
  "autoscaler-hpa",
  "cleanup",
  "controller",
  "envoy",
  "kourier",
  "migrate",
  "queue",
  "webhook",
];

/** Everything but the layers that take Kourier's place. */
function load({ files: { core, hpa, kourier, postInstallJobs } }: ServingRelease): readonly Manifest[] {
  const { manifests, errors } = loadManifestsSync([core, kourier, hpa, postInstallJobs], {
    mirror,
    cacheDir: directory(),
  });
  expect(errors).to.deep.equal([]);
  return manifests;
}

function read(file: ReleaseFile): string {
  return readFileSync(join(mirror, releasePath(file)), "utf8");
}

/** What a release is turned into without any wishes of a user's. */
function transformed(release: ServingRelease): readonly Manifest[] {
  return transformManifests(
    load(release),
    setScale(),
    eachManifest(
      dropState,
      dropExamples,
      dropControllerOwned,
      fixGeneratedNames(release.version),
      awaitCrd,
      skipAwaitServices(),
    ),
    setDisruptionBudgets(),
  );
}

for (const release of releases()) {
  describe(`upstream's release ${release.version}`, () => {
    before(function () {
      if (!existsSync(mirror)) {
        skip(this, "no mirror of the release pages in ../shared/releases");
      }
    });

    it("has exactly the images that its text names by digest, and Envoy", () => {
      const text = Object.values<ReleaseFile>({ ...release.files })
        .filter((file) => file !== release.files.istio && file !== release.files["gateway-api"])
        .map(read)
        .join("\n");
      const byDigest = new Set(text.match(/[\w./-]+@sha256:[0-9a-f]{64}/g));
      const images = imagesOf(load(release));
      expect(images).to.have.members([...byDigest, release.envoyImage]);
      expect(images.map((image) => parseImage(image).path.split("/").at(-1)).toSorted()).to.deep.equal(
        programs,
      );
    });

    it("keeps no image at its old place in another registry", () => {
      const moved = transformManifests(
        load(release),
        eachManifest(setImages({ registry: "registry.example.com/kn" })),
      );
      expect(JSON.stringify(moved)).to.not.match(/gcr\.io|docker\.io/);
      expect(imagesOf(moved)).to.have.lengthOf(programs.length);
    });

    it("repeats its definitions in the main file, so that one is enough", () => {
      const crds = parseManifests(read(release.files.crds), "crds");
      const core = parseManifests(read(release.files.core), "core");
      expect(crds).to.have.lengthOf(12);
      expect(crds.filter((one) => !core.some((other) => isDeepStrictEqual(one, other)))).to.deep.equal([]);
      const both = loadManifestsSync([release.files.crds, release.files.core], {
        mirror,
        cacheDir: directory(),
      });
      expect(both.errors).to.deep.equal([]);
      expect(both.manifests).to.have.lengthOf(core.length);
    });

    it("has names of its own for all objects", () => {
      const keys = transformed(release).map(keyOf);
      expect(new Set(keys).size).to.equal(keys.length);
      expect(JSON.stringify(transformed(release))).to.not.include("generateName");
    });

    it("is put in an order in which nothing needs what comes later", () => {
      const phases = groupByPhase(transformed(release)).map((group) => phaseOf(group[0] as Manifest).name);
      expect(phases).to.deep.equal([
        "namespaces",
        "base",
        "definitions",
        "certificates",
        "workloads",
        "admission",
        "customResources",
        "migration",
      ]);
      const workloads = transformed(release).filter((manifest) => phaseOf(manifest).name === "workloads");
      expect(workloads.every(({ kind }) => kind === "Deployment")).to.equal(true);
      expect(workloads).to.have.lengthOf(7);
    });

    it("has a number of pods at one place only", () => {
      const manifests = transformed(release);
      for (const rule of manifests.filter((manifest) => isKind(manifest, "HorizontalPodAutoscaler"))) {
        const ruled = manifests.find((manifest) =>
          isKind(manifest, "Deployment", String(getAt(rule, ["spec", "scaleTargetRef", "name"]))),
        );
        expect(getAt(ruled, ["spec", "template"])).to.be.an("object");
        expect(getAt(ruled, ["spec", "replicas"])).to.equal(undefined);
      }
    });

    it("tells every program of another Kubernetes floor", () => {
      const told = transformManifests(
        load(release),
        eachManifest(setEnv({ KUBERNETES_MIN_VERSION: "v1.0.0" })),
      );
      const deployments = told.filter((manifest) => isKind(manifest, "Deployment"));
      for (const container of deployments.flatMap((manifest) =>
        containerPaths(manifest).map((path) => getAt(manifest, path)),
      )) {
        expect(getAt(container, ["env"])).to.deep.include({
          name: "KUBERNETES_MIN_VERSION",
          value: "v1.0.0",
        });
      }
    });

    it("is free of examples, state, rigid budgets and what webhooks write", () => {
      const text = JSON.stringify(transformed(release));
      expect(text).to.not.match(/"_example"|example-checksum|"creationTimestamp"|"minAvailable"|"caBundle"/);
      for (const manifest of transformed(release)) {
        expect(manifest).to.not.have.property("status");
        if (Array.isArray(manifest.webhooks)) {
          expect(JSON.stringify(manifest.webhooks)).to.not.include('"rules"');
        }
      }
    });
  });
}
