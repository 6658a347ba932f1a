// Package demo is the command that shows the whole job in one go: the four
// steps, with the real commands, on a sandbox of its own, and then the app in which
// people sign in.
package demo

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/apprun"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

// address is who gets the code.
const address = "you@example.com"

// connectorFile is all that a connector.json needs when the AccessKey is in the
// environment and the built-in templates will do.
const connectorFile = `{
  "accountName": "noreply@mail.example.com",
  "fromAlias": "Bookstore"
}
`

// Runner runs one command line, as cmd.Run does.
type Runner func(ctx context.Context, args []string, streams cli.Streams, lookup func(string) (string, bool)) int

// New returns the command demo.
func New(env *cli.Env, run Runner) *cobra.Command {
	return &cobra.Command{
		Use:         "demo",
		GroupID:     cli.GroupTrying,
		Annotations: cli.OwnSandbox(""),
		Short:       "Show the whole job on a sandbox: from nothing to an app with a sign-in page",
		Long: `Show the whole job on a sandbox of its own: an application, the connector, email
sign-in and a test mail, with the real commands, and print the code that the inbox
received. Then, where there is Go, build a small web app and run it, to sign in to
with such a code. On a terminal the app and the inbox page stay until Ctrl-C.`,
		Example: "  logtoctl demo",
		Args:    cli.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return (&demo{env: env, run: run}).show(cmd.Context())
		},
	}
}

// demo is one showing.
type demo struct {
	env     *cli.Env
	run     Runner
	folder  string   // everything that it writes
	origin  *url.URL // of the app
	environ []string // of the commands
	sandbox *sandbox.Sandbox
}

func (d *demo) show(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "logtoctl-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	d.folder = folder
	if err := os.WriteFile(d.connectorPath(), []byte(connectorFile), 0o600); err != nil {
		return fmt.Errorf("write the demo's connector.json: %w", err)
	}
	if d.origin, err = apprun.FreeURL(ctx, &url.URL{Scheme: "http", Host: "localhost:3000"}); err != nil {
		return err
	}
	if d.sandbox, err = sandbox.Start(ctx, sandbox.Options{}); err != nil {
		return err
	}
	defer d.sandbox.Stop(ctx)
	d.env.Note("a sandbox is running: Logto %s, Direct Mail %s, inbox %s", d.sandbox.LogtoURL(), d.sandbox.DirectMailURL(), d.sandbox.InboxURL())
	d.environ = append(d.sandbox.Environ(), "LOGTOCTL_OUTPUT=table") // what a step prints is talk
	for _, step := range d.steps() {
		if err := d.runStep(ctx, step); err != nil {
			return err
		}
	}
	if err := d.showCode(ctx); err != nil {
		return err
	}
	return d.showApp(ctx)
}

func (d *demo) connectorPath() string { return filepath.Join(d.folder, "connector.json") }

// steps are the four of the README.
func (d *demo) steps() [][]string {
	return [][]string{
		{
			"app", "create", "Bookstore", "--redirect-uri", d.origin.String() + scaffold.CallbackPath,
			"--post-sign-out-redirect-uri", d.origin.String(),
		},
		{"connector", "aliyun-dm", "apply", "-f", d.connectorPath()},
		{"sign-in-experience", "enable-email"},
		{"test-email", address},
	}
}

// runStep shows a step and what it prints. All of that is talk: stdout is for
// the code at the end.
func (d *demo) runStep(ctx context.Context, step []string) error {
	d.env.Note("\n$ logtoctl %s", strings.Join(step, " "))
	streams := d.env.Streams
	streams.Out, streams.OutTerminal = d.env.Err, true
	if code := d.run(ctx, step, streams, cli.LookupInSandbox(d.environ, d.env.Lookup)); code != 0 {
		return fmt.Errorf("the demo's step %q ended with exit code %d", strings.Join(step[:2], " "), code)
	}
	return nil
}

func (d *demo) showCode(ctx context.Context) error {
	message, err := inbox.NewClient(d.sandbox.InboxURL()).Newest(ctx, inbox.Filter{To: address}, 10*time.Second)
	if err != nil {
		return err
	}
	d.env.Note("\nThe inbox of %s received %q with the code:", address, message.Subject)
	return d.env.Print(output.Code{Code: message.Code})
}
