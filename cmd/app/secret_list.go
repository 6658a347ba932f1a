package app

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewSecretList returns the command app secret list.
func NewSecretList(env *cli.Env) *cobra.Command {
	var reveal bool
	cmd := &cobra.Command{
		Use:     "list " + reference,
		Short:   "List the secrets of an application, the newest first",
		Long:    "List the secrets of an application, the newest first." + referenceHelp,
		Example: "  logtoctl app secret list Bookstore",
		Args:    cli.Args(reference),
		RunE: func(cmd *cobra.Command, args []string) error {
			return listSecrets(cmd.Context(), env, args[0], reveal)
		},
	}
	bindReveal(cmd, &reveal)
	return cmd
}

func listSecrets(ctx context.Context, env *cli.Env, named string, reveal bool) error {
	provisioner, application, err := find(ctx, env, named)
	if err != nil {
		return err
	}
	secrets, err := provisioner.Secrets(ctx, application)
	if err != nil {
		return err
	}
	documents := make(output.ApplicationSecrets, len(secrets))
	for i, s := range secrets {
		documents[i] = output.NewApplicationSecret(s, reveal)
	}
	return env.Print(documents)
}
