// Package demo is the command that shows the whole job in one go: the four
// steps, with the real commands, on a sandbox of its own.
package demo

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
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

// configName is an empty config file, so that no profile of the user's gets in.
const configName = "config.yaml"

// Runner runs one command line, as cmd.Run does.
type Runner func(ctx context.Context, args []string, streams cli.Streams, lookup func(string) (string, bool)) int

// New returns the command demo.
func New(env *cli.Env, run Runner) *cobra.Command {
	return &cobra.Command{
		Use:     "demo",
		GroupID: cli.GroupTrying,
		Short:   "Show the whole job on a sandbox: from nothing to an emailed code",
		Long: `Show the whole job on a sandbox of its own: an application, the connector, email
sign-in and a test mail, with the real commands, and print the code that the inbox
received. On a terminal the inbox page stays open until Ctrl-C.`,
		Example: "  logtoctl demo",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return demo(cmd.Context(), env, run) },
	}
}

func demo(ctx context.Context, env *cli.Env, run Runner) error {
	folder, err := os.MkdirTemp("", "logtoctl-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	for name, content := range map[string]string{"connector.json": connectorFile, configName: ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			return fmt.Errorf("write the demo's %s: %w", name, err)
		}
	}
	running, err := sandbox.Start(ctx, sandbox.Options{})
	if err != nil {
		return err
	}
	defer running.Stop(ctx)
	env.Note("a sandbox is running: Logto %s, Direct Mail %s, inbox %s", running.LogtoURL(), running.DirectMailURL(), running.InboxURL())
	environ := append(running.Environ(), "LOGTOCTL_CONFIG="+filepath.Join(folder, configName))
	for _, step := range steps(folder) {
		if err := runStep(ctx, env, run, environ, step); err != nil {
			return err
		}
	}
	return showCode(ctx, env, running)
}

// steps are the four of the README.
func steps(folder string) [][]string {
	return [][]string{
		{
			"app", "create", "Bookstore", "--redirect-uri", "http://localhost:3000/callback",
			"--post-sign-out-redirect-uri", "http://localhost:3000", "--env-file", filepath.Join(folder, ".env"),
		},
		{"connector", "aliyun-dm", "apply", "-f", filepath.Join(folder, "connector.json")},
		{"sign-in-experience", "enable-email"},
		{"test-email", address},
	}
}

// runStep shows a step and what it prints. All of that is talk: stdout is for
// the code at the end.
func runStep(ctx context.Context, env *cli.Env, run Runner, environ, step []string) error {
	env.Note("\n$ logtoctl %s", strings.Join(step, " "))
	streams := env.Streams
	streams.Out, streams.OutTerminal = env.Err, true
	if code := run(ctx, step, streams, lookup(environ, env.Lookup)); code != 0 {
		return fmt.Errorf("the demo's step %q ended with exit code %d", strings.Join(step[:2], " "), code)
	}
	return nil
}

// lookup lets the sandbox's variables hide the caller's, and no setting of the
// caller's own get in.
func lookup(environ []string, caller func(string) (string, bool)) func(string) (string, bool) {
	values := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	return func(name string) (string, bool) {
		if value, found := values[name]; found {
			return value, true
		}
		if strings.HasPrefix(name, "LOGTO") {
			return "", false
		}
		return caller(name)
	}
}

func showCode(ctx context.Context, env *cli.Env, running *sandbox.Sandbox) error {
	message, err := inbox.NewClient(running.InboxURL()).Newest(ctx, inbox.Filter{To: address}, 10*time.Second)
	if err != nil {
		return err
	}
	env.Note("\nThe inbox of %s received %q with the code:", address, message.Subject)
	if err := env.Print(output.Code{Code: message.Code}); err != nil {
		return err
	}
	env.Note("\nDone. Now the same by hand: logtoctl sandbox exec -- bash")
	if !env.OutTerminal || !env.Interactive() {
		return nil
	}
	env.Note("Look at the mail in the inbox page: %s\nCtrl-C ends the demo.", running.InboxURL())
	return running.Wait(ctx)
}
