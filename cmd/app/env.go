package app

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// NewEnv returns the command app env.
func NewEnv(env *cli.Env) *cobra.Command {
	var (
		file   string
		reveal bool
	)
	cmd := &cobra.Command{
		Use:   "env " + reference,
		Short: "Write or print the variables that a Go app needs",
		Long: `Write the variables that a Go app needs into a .env file, or print them.
In the file, other lines stay as they are.` + referenceHelp,
		Example: "  logtoctl app env Bookstore --env-file .env\n  logtoctl app env Bookstore --reveal-secret",
		Args:    cli.Args(reference),
		RunE: func(cmd *cobra.Command, args []string) error {
			return printEnv(cmd.Context(), env, args[0], file, reveal)
		},
	}
	cmd.Flags().StringVar(&file, "env-file", "", "merge them into this file, which becomes private (mode 0600)")
	bindReveal(cmd, &reveal)
	return cmd
}

func bindReveal(cmd *cobra.Command, reveal *bool) {
	cmd.Flags().BoolVar(reveal, "reveal-secret", false, "show the secret")
}

func printEnv(ctx context.Context, env *cli.Env, named, file string, reveal bool) error {
	provisioner, application, err := find(ctx, env, named)
	if err != nil {
		return err
	}
	value, err := env.CurrentSecret(ctx, provisioner, application)
	if err != nil {
		return err
	}
	set := env.AppVariables(application, value)
	if file != "" {
		if _, err := env.StoreVariables(file, set); err != nil {
			return err
		}
	}
	return show(env, set, reveal, file != "")
}

// show prints the variables: as lines to paste, or as a document. Lines that
// went into a file are not shown again.
func show(env *cli.Env, set []dotenv.Variable, reveal, written bool) error {
	if !reveal {
		hide(set)
	}
	switch {
	case env.Structured():
		return env.Print(output.NewVariables(set))
	case written:
		return nil
	case !reveal:
		env.Note("%s is hidden: add --reveal-secret, or write the file with --env-file .env", cli.AppSecretVariable)
	}
	return env.Write([]byte(dotenv.Merge("", set)))
}

func hide(set []dotenv.Variable) {
	for i := range set {
		if set[i].Name == cli.AppSecretVariable {
			set[i].Value = secret.Redacted
		}
	}
}
