// Package backup holds the commands on what logtoctl saved before it displaced
// it.
package backup

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/backup"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/config"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewList returns the command backup list.
func NewList(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the connectors that were saved before they were displaced",
		Example: "  logtoctl backup list -o json",
		Args:    cli.Args(),
		RunE:    func(*cobra.Command, []string) error { return list(env) },
	}
}

func list(env *cli.Env) error {
	entries, err := backup.List(config.StateDir(env.Lookup))
	if err != nil {
		return err
	}
	return env.Print(output.NewBackups(entries))
}
