// Package app holds the commands on applications.
package app

import (
	"context"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// reference names an application on the command line.
const reference = "APP"

const referenceHelp = "\n\nAPP is an id, an ownership key or a name that only one application has."

// desired holds the flags that describe an application, for create and update.
type desired struct {
	description     string
	redirectURIs    []string
	postSignOutURIs []string
	adopt           bool
}

func (d *desired) bind(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&d.description, "description", "", "what the application is, for people")
	flags.StringArrayVar(&d.redirectURIs, "redirect-uri", nil, "where Logto may send people after sign-in (repeatable; the whole list)")
	flags.StringArrayVar(&d.postSignOutURIs, "post-sign-out-redirect-uri", nil, "where Logto may send people after sign-out (repeatable; the whole list)")
	bindAdopt(cmd, &d.adopt)
}

func bindAdopt(cmd *cobra.Command, adopt *bool) {
	cmd.Flags().BoolVar(adopt, "adopt", false, "take over an application that logtoctl did not create")
}

// bindForeign declares --adopt for acts that leave no mark on the application.
func bindForeign(cmd *cobra.Command, adopt *bool) {
	cmd.Flags().BoolVar(adopt, "adopt", false, "also if logtoctl did not create the application")
}

// want returns what the flags that were given say; the others leave the live
// value alone.
func (d *desired) want(cmd *cobra.Command) (plan.Application, error) {
	for _, uri := range append(d.redirectURIs, d.postSignOutURIs...) {
		if !isRedirect(uri) {
			return plan.Application{}, cli.Usagef("%q is not an absolute URI such as http://localhost:3000/callback", uri)
		}
	}
	want := plan.Application{RedirectURIs: d.redirectURIs, PostSignOutRedirectURIs: d.postSignOutURIs}
	if cmd.Flags().Changed("description") {
		want.Description = &d.description
	}
	return want, nil
}

// isRedirect tells a URI that people can be sent to: of the web, or of a native
// app's own scheme. "localhost:3000/callback" has a scheme too, by its looks.
func isRedirect(uri string) bool {
	parsed, err := url.Parse(uri)
	if err != nil || !strings.Contains(uri, "://") {
		return false
	}
	return parsed.Host != "" || (parsed.Scheme != "http" && parsed.Scheme != "https")
}

// find returns the application that the user named, and what can change it.
func find(ctx context.Context, env *cli.Env, named string) (provision.Provisioner, logtoadmin.Application, error) {
	provisioner, err := env.Provisioner()
	if err != nil {
		return provisioner, logtoadmin.Application{}, err
	}
	application, err := provisioner.FindApplication(ctx, named)
	return provisioner, application, err
}

// view returns the document of a changed application.
func view(env *cli.Env, result provision.ApplicationResult) output.Application {
	document := output.NewApplication(env.Settings.Endpoint, result.Application)
	document.Status, document.Changes, document.DryRun = result.Status, result.Fields, env.Settings.DryRun
	return document
}
