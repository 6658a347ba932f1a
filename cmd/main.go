// Package cmd is the command line: root.go holds the whole tree of commands,
// one package for each noun holds its verbs.
package cmd

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/logtoctl/logtoctl/internal/cli"
)

// Main runs logtoctl as a process: with the system's streams and environment,
// until it is done or interrupted. It returns the exit code.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first Ctrl-C asks for an orderly end and a true account; a second one
	// gets the default treatment.
	context.AfterFunc(ctx, stop)
	return Run(ctx, args, cli.SystemStreams(), os.LookupEnv)
}

// Run runs one command line in the given surroundings and returns the exit
// code. It touches neither the process's streams nor its environment, so that
// tests and the demo can run many side by side.
func Run(ctx context.Context, args []string, streams cli.Streams, lookup func(string) (string, bool)) int {
	env := cli.New(streams, lookup, buildVersion().Version)
	defer env.Close()
	root := newRoot(env)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		env.LoadFormat(args)
		return int(env.Report(err))
	}
	return 0
}
