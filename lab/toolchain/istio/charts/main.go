// Command charts renders a Helm chart that lies in a directory, as `helm template` does, by Helm's own engine:
//
//	charts <directory> <version> <release> <namespace> <Kubernetes version> < values.json > objects.yaml
//
// The charts in Istio's module have a version of no meaning, which its releases replace: the one that is given takes its place.
//
// Helm's program brings clients of registries and clusters along, which take longer to build than all the rest of it.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
)

func main() {
	if len(os.Args) != 6 {
		fail(fmt.Errorf("usage: charts <directory> <version> <release> <namespace> <Kubernetes version> < values.json"))
	}
	if err := render(os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Stdin, os.Stdout); err != nil {
		fail(err)
	}
}

func render(directory, version, release, namespace, kubernetes string, values io.Reader, out io.Writer) error {
	chart, err := loader.Load(directory)
	if err != nil {
		return fmt.Errorf("load the chart: %w", err)
	}
	chart.Metadata.Version, chart.Metadata.AppVersion = version, version
	given := map[string]any{}
	if err := json.NewDecoder(values).Decode(&given); err != nil {
		return fmt.Errorf("read the values: %w", err)
	}
	cluster, err := common.ParseKubeVersion(kubernetes)
	if err != nil {
		return fmt.Errorf("read the Kubernetes version: %w", err)
	}
	capabilities := common.DefaultCapabilities.Copy()
	capabilities.KubeVersion = *cluster
	// As at a first installation: charts ask this for what they make only once.
	options := common.ReleaseOptions{Name: release, Namespace: namespace, Revision: 1, IsInstall: true}
	all, err := util.ToRenderValues(chart, given, options, capabilities)
	if err != nil {
		return fmt.Errorf("merge the values: %w", err)
	}
	files, err := engine.Render(chart, all)
	if err != nil {
		return err
	}
	for _, definition := range chart.CRDObjects() {
		if _, err := fmt.Fprintf(out, "---\n%s\n", definition.File.Data); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		// Notes for people are a text file among the templates.
		if path.Ext(name) == ".txt" {
			continue
		}
		if _, err := fmt.Fprintf(out, "---\n%s\n", files[name]); err != nil {
			return err
		}
	}
	return nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "charts:", err)
	os.Exit(1)
}
