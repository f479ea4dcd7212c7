const home = "pulumi-knative/pulumi-knative";
const repository = `https://github.com/${home}`;

/** Where the engine finds the plugin's archives: among the files of the repository's releases, by the tag `v<version>`. */
const pluginDownloadURL = `github://api.github.com/${home}`;

/** What the package is, for registries and for the generators of the SDKs. */
export const metadata = {
  name: "knative",
  displayName: "Knative",
  keywords: ["pulumi", "knative", "kubernetes", "serverless", "category/infrastructure", "kind/component"],
  homepage: repository,
  repository,
  license: "Apache-2.0",
  publisher: "pulumi-knative",
  pluginDownloadURL,
  language: {
    nodejs: {
      // Not `pulumi-knative`: that is the package of the classes themselves, which run in the program's own process.
      // This one talks to the plugin, and a program must be able to have both.
      packageName: "pulumi-knative-sdk",
      packageDescription: "Knative by Pulumi, through the plugin pulumi-resource-knative",
      dependencies: { "@pulumi/kubernetes": "^4.29.0", "@pulumi/pulumi": "^3.230.0" },
      respectSchemaVersion: true,
    },
    python: {
      packageName: "pulumi_knative",
      pythonRequires: ">=3.9",
      requires: { pulumi: ">=3.230.0,<4.0.0", "pulumi-kubernetes": ">=4.29.0,<5.0.0" },
      pyproject: { enabled: true },
      respectSchemaVersion: true,
    },
    go: {
      importBasePath: "github.com/pulumi-knative/pulumi-knative/sdk/go/knative",
      modulePath: "github.com/pulumi-knative/pulumi-knative/sdk/go",
      generateResourceContainerTypes: true,
      // Without it the generator leaves out the arguments' type of what stands only in lists that are no Inputs, and the SDK
      // doesn't compile.
      generateExtraInputTypes: true,
      respectSchemaVersion: true,
    },
  },
} as const;
