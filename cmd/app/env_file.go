package app

import (
	"context"
	"errors"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// secretVariable is the one variable that holds a secret.
const secretVariable = "LOGTO_APP_SECRET"

// variables returns what a Go web app needs to sign people in. A public
// application has no secret, and what is not set is left out.
func variables(endpoint string, application logtoadmin.Application, value secret.Text) []dotenv.Variable {
	all := []dotenv.Variable{
		{Name: "LOGTO_ENDPOINT", Value: endpoint},
		{Name: "LOGTO_APP_ID", Value: application.ID},
		{Name: secretVariable, Value: value.Reveal()},
		{Name: "LOGTO_REDIRECT_URI", Value: first(application.OIDCClientMetadata.RedirectURIs)},
		{Name: "LOGTO_POST_SIGN_OUT_REDIRECT_URI", Value: first(application.OIDCClientMetadata.PostLogoutRedirectURIs)},
	}
	set := all[:0]
	for _, variable := range all {
		if variable.Value != "" {
			set = append(set, variable)
		}
	}
	return set
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// writeEnvFile reads the current secret and merges the variables into the file.
// An application that a dry run did not create has none yet.
func writeEnvFile(ctx context.Context, env *cli.Env, provisioner provision.Provisioner, application logtoadmin.Application, path string) error {
	if application.ID == "" {
		env.Note("would write the variables of %q to %s", application.Name, path)
		return nil
	}
	value, err := currentSecret(ctx, env, provisioner, application)
	if err != nil {
		return err
	}
	return storeVariables(env, path, variables(env.Settings.Endpoint, application, value))
}

// storeVariables merges the variables into the file; in a dry run it only says so.
func storeVariables(env *cli.Env, path string, set []dotenv.Variable) error {
	if env.Settings.DryRun {
		env.Note("would write %d variables to %s", len(set), path)
		return nil
	}
	wrote, err := dotenv.Write(path, set)
	if err != nil {
		return err
	}
	if wrote {
		env.Note("wrote %d variables to %s (mode 0600)", len(set), path)
	} else {
		env.Note("%s is up to date", path)
	}
	return nil
}

// currentSecret reads the secret to use now; a public application has none.
func currentSecret(ctx context.Context, env *cli.Env, provisioner provision.Provisioner, application logtoadmin.Application) (secret.Text, error) {
	value, err := provisioner.CurrentSecret(ctx, application, env.Now())
	public := application.Type == logtoadmin.ApplicationTypeSPA || application.Type == logtoadmin.ApplicationTypeNative
	if none := (*provision.NoSecretError)(nil); public && errors.As(err, &none) {
		return "", nil
	}
	env.Secrets.Add(value)
	return value, err
}

// afterChange makes a failure a partial one when something was changed before.
func afterChange(status plan.Status, done string, err error) error {
	if status == plan.Unchanged {
		return err
	}
	return &provision.PartialError{Done: []string{done}, Err: err}
}
