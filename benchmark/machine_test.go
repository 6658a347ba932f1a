package benchmark_test

import (
	"bytes"
	"cmp"
	"os"
	"runtime"
	"strings"
	"time"
)

// thisMachine tells what the figures are taken on, as far as the system says.
func thisMachine() machine {
	load, _ := os.ReadFile("/proc/loadavg")
	minute, _, _ := strings.Cut(string(load), " ")
	return machine{
		Date: time.Now().UTC().Format(time.DateOnly), Go: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH,
		CPU: cmp.Or(processor(), "an unknown processor"), Cores: runtime.NumCPU(), Load: cmp.Or(minute, "unknown height"),
	}
}

func processor() string {
	content, _ := os.ReadFile("/proc/cpuinfo")
	for line := range bytes.Lines(content) {
		if name, value, found := strings.Cut(string(line), ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
