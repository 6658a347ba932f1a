package benchmark_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// programs is the folder with what is measured and what measures: logtoctl,
// replay, launch and hello.
var programs string

// hello is what a Go program costs that does nothing.
const hello = `package main

import "fmt"

func main() { fmt.Println("hello") }
`

// measures tells that this run is a measurement.
func measures() bool { return os.Getenv("LOGTOCTL_TEST_PERFORMANCE") != "" }

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if programs, err = os.MkdirTemp("", "logtoctl-benchmark-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(programs) }()
		if err := buildAll(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}())
}

// program is the path of one of the programs.
func program(name string) string { return filepath.Join(programs, name) }

func buildAll() error {
	source := program("hello.go")
	if err := os.WriteFile(source, []byte(hello), 0o600); err != nil {
		return err
	}
	for name, from := range map[string]string{"logtoctl": "..", "replay": "./replay", "launch": "./launch", "hello": source} {
		if err := build(name, from); err != nil {
			return err
		}
	}
	return nil
}

// build builds a program as make build does, without the race detector, which a
// test may have.
func build(name, from string) error {
	command := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program(name), from)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", name, err, output)
	}
	return nil
}
