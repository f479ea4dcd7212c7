// Command kube is the Kubernetes control plane and node agents in one program. It runs the component that its own
// file name says (a link called kube-apiserver runs the API server), or else the one that the first argument names.
// One program shares what five would each link anew: a fifth of the size, and one link step instead of five.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	_ "time/tzdata" // CronJobs may name a time zone that the node has no file for

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

// Only the chosen command is ever built: building one registers feature gates that another would collide with.
var components = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllermanager.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
	"kube-proxy":              proxy.NewProxyCommand,
	"kubelet":                 func() *cobra.Command { return kubelet.NewKubeletCommand(context.Background()) },
}

func main() {
	name := filepath.Base(os.Args[0])
	build, known := components[name]
	if !known {
		if len(os.Args) < 2 {
			fail("no component named")
		}
		name = os.Args[1]
		if build, known = components[name]; !known {
			fail(fmt.Sprintf("no component is called %q", name))
		}
		os.Args = append([]string{name}, os.Args[2:]...)
	}
	os.Exit(cli.Run(build()))
}

func fail(reason string) {
	fmt.Fprintf(os.Stderr, "kube: %s; give kube-apiserver, kube-controller-manager, kube-scheduler, kube-proxy or kubelet\n", reason)
	os.Exit(2)
}
