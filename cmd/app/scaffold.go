package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/scaffold"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/templates"
)

type scaffoldOptions struct {
	env     *cli.Env
	dir     string
	app     string // how the user names the application, "" for none
	project scaffold.Options
	update  string // the command that gives the application what it lacks, "" when it lacks nothing
}

// NewScaffold returns the command app scaffold.
func NewScaffold(env *cli.Env) *cobra.Command {
	var (
		opts      = scaffoldOptions{env: env}
		framework string
	)
	cmd := &cobra.Command{
		Use:   "scaffold DIR",
		Short: "Write a Go web app in which people sign in, ready to run",
		Long: `Write a Go web app in which people sign in, ready to run: on Logto's official SDK,
with sessions in memory or in Redis, a home page, a protected page and tests. It
is yours then. A file that is there already and says something else stops it
before anything is written, unless you say --force; .env keeps its other lines.

With --app the settings of that application go into .env; without it no Logto is
needed.`,
		Example: "  logtoctl app scaffold bookstore\n  logtoctl app scaffold bookstore --framework net-http --module example.com/bookstore --app Bookstore",
		Args:    cli.Args("DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := cli.OneOf("framework", framework, scaffold.Frameworks()...); err != nil {
				return err
			}
			opts.dir, opts.project.Framework = args[0], scaffold.Framework(framework)
			return opts.run(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&framework, "framework", string(scaffold.Gin), "what it answers requests with: "+strings.Join(scaffold.Frameworks(), " or "))
	cmd.Flags().StringVar(&opts.project.Module, "module", "", "path of its Go module, such as example.com/bookstore (default: the name of DIR)")
	cmd.Flags().StringVar(&opts.app, "app", "", "application whose settings go into .env: its id, ownership key or name")
	cmd.Flags().BoolVar(&opts.project.Force, "force", false, "overwrite files that say something else")
	cli.NotEmpty(cmd.Flags(), "module")
	cli.NotEmpty(cmd.Flags(), "app")
	return cmd
}

func (o *scaffoldOptions) run(ctx context.Context) error {
	source, err := templates.App()
	if err != nil {
		return err
	}
	project, err := scaffold.Prepare(source, o.dir, o.project)
	if err != nil {
		return cli.Usage(err)
	}
	variables, err := o.variables(ctx)
	if err != nil {
		return err
	}
	var result scaffold.Result
	if o.env.Settings.DryRun {
		result, err = project.Preview(variables)
	} else {
		result, err = project.Write(ctx, variables)
	}
	if err != nil {
		return err
	}
	view := output.Scaffold{
		Dir: result.Dir, Framework: string(result.Framework), Module: result.Module, Files: output.NewScaffoldFiles(result.Files),
		Status: result.Status, DryRun: o.env.Settings.DryRun,
	}
	if err := o.env.Print(view); err != nil {
		return err
	}
	return o.suggest(project)
}

// variables reads the settings of the application that the user named.
func (o *scaffoldOptions) variables(ctx context.Context) ([]dotenv.Variable, error) {
	if o.app == "" {
		return nil, nil
	}
	provisioner, application, err := find(ctx, o.env, o.app)
	if err != nil {
		return nil, err
	}
	if application.Type != logtoadmin.ApplicationTypeTraditional {
		return nil, fmt.Errorf("the application %q (%s) is of the type %s, and this app needs one of the type %s",
			application.Name, application.ID, application.Type, logtoadmin.ApplicationTypeTraditional)
	}
	value, err := o.env.CurrentSecret(ctx, provisioner, application)
	if err != nil {
		return nil, err
	}
	o.warn(application)
	o.update = o.updateOf(application)
	return o.env.AppVariables(application, value), nil
}

// warn says what the application lacks that the app cannot do without.
func (o *scaffoldOptions) warn(application logtoadmin.Application) {
	if lacksCallback(application) {
		o.env.Note("warning: the first redirect URI of %q does not end in %s, as the app needs it", application.Name, scaffold.CallbackPath)
	}
	if lacksPostSignOut(application) {
		o.env.Note("warning: %q has no post sign-out redirect URI, which the app needs", application.Name)
	}
}

// updateOf returns the command that gives the application what it lacks, "" when
// it lacks nothing. The redirect URIs that it has stay.
func (o *scaffoldOptions) updateOf(application logtoadmin.Application) string {
	flags := ""
	if lacksCallback(application) {
		uri := scaffold.DefaultOrigin + scaffold.CallbackPath
		flags += " --redirect-uri " + uri
		for _, other := range application.OIDCClientMetadata.RedirectURIs {
			if other != uri {
				flags += " --redirect-uri " + cli.ShellWord(other)
			}
		}
	}
	if lacksPostSignOut(application) {
		flags += " --post-sign-out-redirect-uri " + originOf(application)
	}
	if flags != "" && plan.Key(application) == "" {
		flags += " --adopt"
	}
	if flags == "" {
		return ""
	}
	return "logtoctl app update " + cli.ShellWord(o.app) + flags
}

func lacksCallback(application logtoadmin.Application) bool {
	uris := application.OIDCClientMetadata.RedirectURIs
	return len(uris) == 0 || !strings.HasSuffix(uris[0], scaffold.CallbackPath)
}

func lacksPostSignOut(application logtoadmin.Application) bool {
	return len(application.OIDCClientMetadata.PostLogoutRedirectURIs) == 0
}

// originOf returns where the app is to be: where its redirect URI is, if there is
// a fitting one.
func originOf(application logtoadmin.Application) string {
	if lacksCallback(application) {
		return scaffold.DefaultOrigin
	}
	return cli.ShellWord(strings.TrimSuffix(application.OIDCClientMetadata.RedirectURIs[0], scaffold.CallbackPath))
}

// suggest says what is left to do until the app runs.
func (o *scaffoldOptions) suggest(project *scaffold.Project) error {
	if o.env.Settings.DryRun {
		return nil
	}
	configured, err := project.IsConfigured()
	if err != nil {
		return err
	}
	var steps []string
	if !configured {
		steps = append(steps, fmt.Sprintf("logtoctl app create %s --redirect-uri %s --post-sign-out-redirect-uri %s --env-file %s",
			project.Name(), scaffold.DefaultOrigin+scaffold.CallbackPath, scaffold.DefaultOrigin, cli.ShellPath(project.EnvPath())))
	}
	if o.update != "" {
		steps = append(steps, o.update, fmt.Sprintf("logtoctl app env %s --env-file %s", cli.ShellWord(o.app), cli.ShellPath(project.EnvPath())))
	}
	o.env.Note("next:\n  %s", strings.Join(append(steps, cli.RunApp(o.dir)), "\n  "))
	return nil
}
