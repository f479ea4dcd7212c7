/** A program that is installed by its Helm chart. */
export interface ObservabilityChartArgs {
  /**
   * Where the chart comes from: the URL of a chart repository (`https://…`), of a registry with the chart below it (`oci://…`), or
   * a directory that holds it as a directory or as the archive that `helm pull` writes. Default: upstream's chart repository.
   */
  charts?: string;
  /** Version of the chart, as its repository writes it. Default: the one that this package was written for. */
  version?: string;
  /** Further values of the chart, which win over what is set here. Default: none. */
  values?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form, and the schema knows no other word for that
}
