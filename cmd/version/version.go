// Package version is the command that says which logtoctl this is.
package version

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// Info is what a build knows of itself.
type Info struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go"`
}

// Table returns the build as names and values.
func (i Info) Table() output.Table {
	table := output.Table{Rows: [][]string{{"logtoctl", i.Version}, {"go", i.Go}}}
	if i.Commit != "" {
		table.Rows = append(table.Rows, []string{"commit", i.Commit})
	}
	return table
}

// New returns the command version.
func New(env *cli.Env, info Info) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Show the version of logtoctl",
		Example: "  logtoctl version -o json",
		Args:    cli.Args(),
		RunE:    func(*cobra.Command, []string) error { return env.Print(info) },
	}
}
