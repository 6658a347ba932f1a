package cli

import (
	"context"
	"errors"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// AppSecretVariable is the one variable of an application that holds a secret.
const AppSecretVariable = "LOGTO_APP_SECRET"

// RedirectURIVariable is where an app finds its redirect URI.
const RedirectURIVariable = "LOGTO_REDIRECT_URI"

// AppVariables returns what a Go web app needs to sign people in. A public
// application has no secret, and what is not set is left out.
func (e *Env) AppVariables(application logtoadmin.Application, value secret.Text) []dotenv.Variable {
	all := []dotenv.Variable{
		{Name: "LOGTO_ENDPOINT", Value: e.Settings.Endpoint},
		{Name: "LOGTO_APP_ID", Value: application.ID},
		{Name: AppSecretVariable, Value: value.Reveal()},
		{Name: RedirectURIVariable, Value: first(application.OIDCClientMetadata.RedirectURIs)},
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

// PrepareEnvFile reads the application's current secret and returns what merges
// its variables into the file. An application that a dry run did not create has no
// variables yet.
func (e *Env) PrepareEnvFile(ctx context.Context, provisioner provision.Provisioner, application logtoadmin.Application, path string) (provision.EnvWriter, error) {
	if application.ID == "" {
		return func() (bool, error) {
			e.Note("would write the variables of %q to %s", application.Name, path)
			return false, nil
		}, nil
	}
	value, err := e.CurrentSecret(ctx, provisioner, application)
	if err != nil {
		return nil, err
	}
	return func() (bool, error) { return e.StoreVariables(path, e.AppVariables(application, value)) }, nil
}

// StoreVariables merges the variables into the file and tells whether it wrote
// anything; in a dry run it only says so.
func (e *Env) StoreVariables(path string, set []dotenv.Variable) (bool, error) {
	if e.Settings.DryRun {
		e.Note("would write %d variables to %s", len(set), path)
		return false, nil
	}
	wrote, err := dotenv.Write(path, set)
	if err != nil {
		return false, err
	}
	if wrote {
		e.Note("wrote %d variables to %s (mode 0600)", len(set), path)
	} else {
		e.Note("%s is up to date", path)
	}
	return wrote, nil
}

// HasEnvFile tells whether the file holds the application's variables, as far
// as can be told without asking Logto for the secret: some secret is there.
func (e *Env) HasEnvFile(application logtoadmin.Application, path string) (bool, error) {
	content, err := dotenv.Read(path)
	if err != nil {
		return false, err
	}
	set := e.AppVariables(application, "")
	return dotenv.Merge(content, set) == content && (isPublic(application) || dotenv.Sets(content, AppSecretVariable)), nil
}

// CurrentSecret reads the secret to use now; a public application has none.
func (e *Env) CurrentSecret(ctx context.Context, provisioner provision.Provisioner, application logtoadmin.Application) (secret.Text, error) {
	value, err := provisioner.CurrentSecret(ctx, application, e.Now())
	if none := (*provision.NoSecretError)(nil); isPublic(application) && errors.As(err, &none) {
		return "", nil
	}
	e.Secrets.Add(value)
	return value, err
}

func isPublic(application logtoadmin.Application) bool {
	return application.Type == logtoadmin.ApplicationTypeSPA || application.Type == logtoadmin.ApplicationTypeNative
}
