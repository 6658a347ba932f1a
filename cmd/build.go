package cmd

import (
	"runtime/debug"

	"github.com/logtoctl/logtoctl/cmd/version"
)

// release and commit are set by the linker (see the Makefile).
var (
	release string
	commit  string
)

// buildVersion returns the stamped version, or what the Go toolchain recorded
// when somebody built logtoctl with go install.
func buildVersion() version.Info {
	info := version.Info{Version: release, Commit: commit}
	build, known := debug.ReadBuildInfo()
	if !known {
		return info
	}
	info.Go = build.GoVersion
	if info.Version == "" {
		info.Version = build.Main.Version
	}
	for _, setting := range build.Settings {
		if setting.Key == "vcs.revision" && info.Commit == "" {
			info.Commit = setting.Value
		}
	}
	return info
}
