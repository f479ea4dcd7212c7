import type { ReleaseFacts } from "./release";

/**
 * Knative releases that can be installed, oldest first: facts only, taken from the projects' release pages. Patch numbers
 * differ from repository to repository, so each has its own. How to add one: docs/releases.md.
 */
export const knativeReleases: readonly ReleaseFacts[] = [
  {
    minor: "1.21",
    minimumKubernetes: "1.33",
    upgradesFrom: ["1.20", "1.21"],
    endOfLife: "2026-08-04",
    serving: {
      version: "1.21.3",
      sha256: {
        "serving-crds.yaml": "44a6e765eb6bf0714508deab9fd5018e148b7e78f587097146109e76c0256616",
        "serving-core.yaml": "dc94f8779d138c091a6744fdc091366c3ffd879dfd4b554c487cc63ade9f5e89",
        "serving-hpa.yaml": "7629700df964f12117d17ff20b1e542052cdd6854966b4c5c2b4e4fbd88b7768",
        "serving-post-install-jobs.yaml": "3c44cfd2c1ee0f6e129fe38f8b8ee0da8a7b846ca8dc3b5a8e623ae21bfc4f23",
      },
    },
    kourier: {
      version: "1.21.1",
      sha256: { "kourier.yaml": "136bf8b5e46511b45a3871789761474d33f4b98f5dc491ab681921e5a1c273ea" },
      envoyImage: "docker.io/envoyproxy/envoy:v1.36-latest",
    },
    istio: {
      version: "1.21.4",
      sha256: { "net-istio.yaml": "a8ed07e6f338098f616b2f9f7ca1adcc4f4d8374e7a85bd3410e9040c88fbd43" },
    },
    gatewayApi: {
      version: "1.21.1",
      sha256: { "net-gateway-api.yaml": "a587c2df6daf4766e6de83104797aa158c743480a99bf7451ead95e9986a2836" },
    },
  },
  {
    minor: "1.22",
    minimumKubernetes: "1.34",
    upgradesFrom: ["1.21", "1.22"],
    endOfLife: "2026-11-03",
    serving: {
      version: "1.22.1",
      sha256: {
        "serving-crds.yaml": "469f019b54407f6b4362da8500e6ba343c6d2e3f2cb27c2c1cfcaaab4f6d5883",
        "serving-core.yaml": "aafb2bfd722ad184d0d0dacf1f55cedc388827ed81c94312f4df71e5eccb5ae1",
        "serving-hpa.yaml": "5a1b4450f0d2310ab9c4b2c72a91bf415a665ec0d5c3751f6b70859625961ac8",
        "serving-post-install-jobs.yaml": "4286da2570eb185818218eae73595c4960f1ac3ebd5a8b79086aadbe8c6c5657",
      },
    },
    kourier: {
      version: "1.22.1",
      sha256: { "kourier.yaml": "d92bd38fb99f0351d56fc80f819204763ce77060ffd5205813557c60faa7a8ee" },
      envoyImage: "docker.io/envoyproxy/envoy:v1.37-latest",
    },
    istio: {
      version: "1.22.1",
      sha256: { "net-istio.yaml": "bace0282b7a68c48fc0be66b2149d87cfd2435f3daee56c41967451c0eb203e2" },
    },
    gatewayApi: {
      version: "1.22.1",
      sha256: { "net-gateway-api.yaml": "8030ac0216b3239884a2abb35b7d19e0324b9cf008ae975f50e0a970fd382728" },
    },
  },
  {
    minor: "1.23",
    minimumKubernetes: "1.34",
    upgradesFrom: ["1.22", "1.23"],
    endOfLife: "2027-02-02",
    serving: {
      version: "1.23.0",
      sha256: {
        "serving-crds.yaml": "b172ff4901ed50f8e4e09ff8616e54d22e264df7086ce8cb74f513a04812fe74",
        "serving-core.yaml": "be3f16c9c0ac9276cc173ef04871aaeac78537f9edb116310caa02f016e9cbc2",
        "serving-hpa.yaml": "07d412839ff834de8a14903d51175383d8f3f1d682805325840493f165eef53b",
        "serving-post-install-jobs.yaml": "a105947c57581e5954cfeb017120f78c34ecd437574202a4d17b4cfcf97bd7cc",
      },
    },
    kourier: {
      version: "1.23.0",
      sha256: { "kourier.yaml": "cded0c3c1d7669b1aa9f7484234b454ff3940a2b54a27d5ec4825c2d4003d01d" },
      envoyImage: "docker.io/envoyproxy/envoy:v1.37-latest",
    },
    istio: {
      version: "1.23.0",
      sha256: { "net-istio.yaml": "74fe1afaf2f7ec714f92d085a4211d54fde87bc6c5502538c07d9cf7cf01751e" },
    },
    gatewayApi: {
      version: "1.23.0",
      sha256: { "net-gateway-api.yaml": "66b75a125bbe9abcc006bb276236ce50bca3bb02ec332c28da96e8ffd8ec698c" },
    },
  },
];

/** What services may use from a later minor than the oldest above on. */
export const featuresSince = {
  ephemeralVolumes: "1.23",
  livenessProbeOfAnotherPort: "1.22",
} as const;

/** What net-gateway-api reads of its settings from a later minor than the oldest above on. */
export const gatewaySettingsSince = { proxyProtocol: "1.23" } as const;

/** ConfigMap keys that came with a later minor than the oldest above: older ones pass them over in silence. */
export const keysSince: Readonly<Record<string, string>> = {
  "kubernetes.podspec-volumes-ephemeral": featuresSince.ephemeralVolumes,
};
