// Package signin holds the commands on the sign-in experience.
package signin

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// NewGet returns the command sign-in-experience get.
func NewGet(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "get",
		Short:   "Show how people sign up and sign in",
		Example: "  logtoctl sign-in-experience get -o json",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return get(cmd.Context(), env) },
	}
}

func get(ctx context.Context, env *cli.Env) error {
	client, err := env.Logto()
	if err != nil {
		return err
	}
	experience, err := client.SignInExperience.Get(ctx)
	if err != nil {
		return err
	}
	return env.Print(output.NewSignIn(experience))
}

// view returns the document of a changed sign-in experience.
func view(env *cli.Env, result provision.SignInResult) output.SignIn {
	document := output.NewSignIn(result.Experience)
	document.Status, document.Changes, document.DryRun = result.Status, result.Fields, env.Settings.DryRun
	return document
}
