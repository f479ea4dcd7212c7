// The official Kubernetes plugin for Pulumi, from its Go module. Upstream's own main embeds two files that its build makes
// of these; here they lie beside the program.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

func main() {
	// The engine fills the version in where it packs the schema for a release.
	opening := fmt.Appendf(nil, "{\"version\":%q,", version.Version)
	schema := bytes.Replace(beside("schema.json"), []byte("{"), opening, 1)
	provider.Serve("kubernetes", version.Version, schema, beside("terraform-mapping.json"))
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
