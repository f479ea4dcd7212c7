// The official Kubernetes plugin for Pulumi, from its Go module. Upstream's own main embeds two files that its build makes
// of these; here they lie beside the program.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

func main() {
	// The schema goes out without a version, as the module has it: it is then taken for the one that was asked for. One with
	// the version of this build is refused by programs in YAML, for packages refer to the schema of a release that they name.
	provider.Serve("kubernetes", version.Version, beside("schema.json"), beside("terraform-mapping.json"))
}

func beside(name string) []byte {
	self, err := os.Executable()
	if err != nil {
		log.Fatalf("where this program lies can't be told: %v", err)
	}
	if real, err := filepath.EvalSymlinks(self); err == nil {
		self = real
	}
	content, err := os.ReadFile(filepath.Join(filepath.Dir(self), name))
	if err != nil {
		log.Fatalf("%v; the program needs the file beside it", err)
	}
	return content
}
