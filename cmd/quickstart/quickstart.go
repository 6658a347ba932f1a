// Package quickstart is the command that goes from nothing to an app with a sign-in
// page: it writes the app and a logtoctl.yaml beside it, and brings the tenant to
// what that file says on the same path as the command apply. In a sandbox it then
// runs the app.
package quickstart

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

type options struct {
	env     *cli.Env
	dir     string
	consent plan.Consent
	yes     bool
	force   bool
	sandbox bool

	// What the files are like, and whether a flag says so: then those of an earlier
	// quickstart do not count.
	framework string
	module    string
	name      string // of the application, for people
	port      int    // of the app on this machine
	hasPort   bool   // a flag says which
	sender    string // the sender address
	connector string // the user's own connector.json, as seen from DIR once it is located
	region    string // of Direct Mail, as the flag says
	decided   bool

	connectorFile string // the connector.json as the flag names it

	// standing is the sender address of a connector that the tenant has already and
	// that stays as it is, "" when there is none.
	standing string
}

// New returns the command quickstart.
func New(env *cli.Env) *cobra.Command {
	opts := options{env: env}
	cmd := &cobra.Command{
		Use:         "quickstart DIR",
		GroupID:     cli.GroupSteps,
		Annotations: cli.OwnSandbox("sandbox"),
		Short:       "From nothing to a Go app with a sign-in page, in one command",
		Long: `Write a small Go web app to DIR, create its application at Logto, apply the
connector and enable sign-in by email; the app's .env gets what it needs. All that
was set up is in DIR/logtoctl.yaml, which is yours: change it and apply it.

With --sandbox no account is needed: a sandbox is started, the app is built and
run with it, and both stay until Ctrl-C.

Run it again at any time. The app and the file then stay as they are, and only
what differs is changed; with --sandbox the app runs again, in a new sandbox. The
flags that say what the files are like are for the first time.

What the tenant has already is safe. Without --sender or -f an Aliyun connector
stays as it is, an application that another folder made is left alone, and before
something that is in use would change logtoctl asks; a script says --yes.

The app takes its settings from DIR/.env. With --sandbox it gets none from the
environment: APP_NAME, PORT, LISTEN_HOST, SESSION_SECRET, REDIS_URL and what begins
with LOGTO or ALIBABA_CLOUD are not passed on.`,
		Example: `  logtoctl quickstart bookstore --sandbox
  logtoctl quickstart bookstore --sender noreply@mail.example.com
  logtoctl quickstart shop --name "Corner Shop" --framework net-http -f connector.json`,
		Args: cli.Args("DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.dir = args[0]
			if err := opts.complete(cmd); err != nil {
				return err
			}
			return opts.run(cmd.Context())
		},
	}
	opts.bind(cmd)
	return cmd
}

func (o *options) bind(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&o.sandbox, "sandbox", false, "set it up in a sandbox and run the app, until Ctrl-C")
	flags.StringVar(&o.framework, "framework", scaffold.Frameworks()[0], "what the app answers requests with: "+strings.Join(scaffold.Frameworks(), " or "))
	flags.StringVar(&o.module, "module", "", "path of the app's Go module (default: the name of DIR)")
	flags.StringVar(&o.name, "name", "", "name of the application, for people (default: made from the name of DIR)")
	o.port = defaultPort
	flags.Var((*port)(&o.port), "port", "port of the app on this machine; on a later run with --sandbox, for that run")
	flags.StringVar(&o.sender, "sender", "", "sender address that the codes come from (default in a sandbox: "+sandboxSender+")")
	flags.StringVarP(&o.connector, "file", "f", "", "your own connector.json, in place of --sender")
	flags.BoolVar(&o.force, "force", false, "write the files anew, over those that are there and say something else")
	flags.BoolVar(&o.consent.Adopt, "adopt", false, "take over an application of that name, which another folder or somebody else made")
	flags.BoolVar(&o.consent.Replace, "replace", false, "displace an email connector of another provider, once it is saved to a private file")
	flags.BoolVar(&o.yes, "yes", false, "do not ask")
	cli.NotEmpty(flags, "module", "name", "sender", "file")
}

// complete checks the flags, and takes note of which were given.
func (o *options) complete(cmd *cobra.Command) error {
	changed := cmd.Flags().Changed
	for _, name := range []string{"framework", "module", "name", "sender", "file", "region"} {
		o.decided = o.decided || changed(name)
	}
	if o.hasPort = changed("port"); !o.sandbox { // there it is for the run
		o.decided = o.decided || o.hasPort
	}
	if o.sandbox {
		for _, name := range []string{"endpoint", "m2m-app-id", "m2m-app-secret-file", "resource", "profile", "region", "dm-endpoint", "resolver"} {
			if changed(name) {
				return cli.Usagef("--%s and --sandbox exclude each other: the sandbox is a Logto and a Direct Mail of its own", name)
			}
		}
	}
	if changed("region") {
		o.region = o.env.Settings.Region
	}
	switch {
	case o.sender != "" && o.connector != "":
		return cli.Usagef("--sender and -f exclude each other: the connector.json has the sender address")
	case o.connector == "-":
		return cli.Usagef("-f - is not possible: %s names the file, and the next apply reads it again", manifestName)
	case o.sender != "":
		if err := cli.Address(o.sender); err != nil {
			return err
		}
	}
	if err := o.checkName(); err != nil {
		return err
	}
	return cli.OneOf("framework", o.framework, scaffold.Frameworks()...)
}

// maxName is the characters that the name of an application has at most.
const maxName = 256

// checkName checks the name that a flag gives. Blanks around it are no part of it.
func (o *options) checkName() error {
	o.name = strings.TrimSpace(o.name)
	switch {
	case o.name == "":
		return nil
	case !utf8.ValidString(o.name) || strings.ContainsFunc(o.name, unicode.IsControl):
		return cli.Usagef("--name has a control character, or one that is not UTF-8")
	case utf8.RuneCountInString(o.name) > maxName:
		return cli.Usagef("--name has %d characters, and Logto takes %d", utf8.RuneCountInString(o.name), maxName)
	case plan.Slug(o.name) == "":
		return cli.Usagef("no ownership key can be made from --name %q: it has neither a letter nor a digit", o.name)
	}
	return nil
}

// run finds out first whether all of it can be done. Until then nothing has
// changed, neither in DIR nor at Logto.
func (o *options) run(ctx context.Context) error {
	files, err := o.draft(ctx)
	if err != nil {
		return err
	}
	if o.sandbox {
		return o.runSandbox(ctx, files)
	}
	set, err := o.open(ctx, o.env, files)
	if err != nil {
		return err
	}
	if err := set.ask(ctx); err != nil {
		return err
	}
	view, err := set.carryOut(ctx)
	if err := set.print(view, err); err != nil {
		return err
	}
	if o.standing != "" {
		o.env.Note("the tenant's connector stays as it is, and the codes come from %s; how to change that is in %s", o.standing, o.manifestPath())
	}
	if !o.env.Settings.DryRun {
		o.suggest(view)
	}
	return nil
}

// suggest names the next step.
func (o *options) suggest(view *output.Quickstart) {
	done := "done"
	if view.Status == plan.Unchanged {
		done = "nothing to do: everything is as " + o.manifestPath() + " says"
	}
	o.env.Note("%s; next: %s", done, cli.RunApp(o.dir))
}

// sandboxFlag is for commands that are suggested.
const sandboxFlag = " --sandbox"

// command is what sets the app up at the user's own Logto.
func (o *options) command() string { return "logtoctl quickstart " + cli.ShellPath(o.dir) }

// again is the command that goes on with what is there.
func (o *options) again() string {
	if o.sandbox {
		return o.command() + sandboxFlag
	}
	return o.command()
}

// origin is where the app answers on this machine.
func (o *options) origin() string { return fmt.Sprintf("http://localhost:%d", o.port) }
