// Package file holds the commands on logtoctl.yaml, the file that holds a whole
// set-up: check it, compare it with a tenant, apply it, write it, destroy what
// it made.
package file

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/plan"
)

// files are the flags that name the file, its overlays and its variables.
type files struct {
	paths     []string
	variables []string
}

func (f *files) bind(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVarP(&f.paths, "file", "f", nil, "logtoctl.yaml, - for stdin (repeatable: later ones lie over earlier ones)")
	flags.StringArrayVar(&f.variables, "var-file", nil, "file with NAME=value lines for ${NAME} (repeatable)")
}

// bindConsent declares the flags that allow an apply to touch more than what is
// logtoctl's own.
func bindConsent(cmd *cobra.Command, consent *plan.Consent) {
	flags := cmd.Flags()
	flags.BoolVar(&consent.Adopt, "adopt", false, "take over applications that logtoctl did not create")
	flags.BoolVar(&consent.Replace, "replace", false, "displace an email connector of another provider, once it is saved to a private file")
	flags.BoolVar(&consent.Prune, "prune", false, "delete the applications that logtoctl owns and the file does not have")
}

func bindYes(cmd *cobra.Command, yes *bool) {
	cmd.Flags().BoolVar(yes, "yes", false, "do not ask")
}
