// Package kubernetes declares what the plugin uses of its own SDK. The SDK has 31 MB of generated sources, more than half of what the
// plugin would compile, for the component resources yaml/v2 and helm/v4 alone; they are not in this build.
package kubernetes

// UntypedArgs are the fields of an object of any kind.
type UntypedArgs map[string]any
