package sandbox

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

type inboxOptions struct {
	env  *cli.Env
	to   string
	wait time.Duration
	code bool
}

// NewInbox returns the command sandbox inbox.
func NewInbox(env *cli.Env) *cobra.Command {
	opts := inboxOptions{env: env}
	cmd := &cobra.Command{
		Use:   "inbox",
		Short: "Show the mails that the sandbox received, the newest first",
		Long: `Show the mails that the sandbox received, the newest first. It reads the inbox
that LOGTOCTL_INBOX_URL names, which sandbox exec sets.`,
		Example: "  logtoctl sandbox inbox\n  logtoctl sandbox inbox --to you@example.com --wait 10s --code",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.to, "to", "", "only mails to this address")
	flags.DurationVar(&opts.wait, "wait", 0, "wait so long for a mail if there is none, such as 10s")
	flags.BoolVar(&opts.code, "code", false, "print only the code in the newest mail")
	return cmd
}

func (o *inboxOptions) run(ctx context.Context) error {
	if o.env.Settings.InboxURL == "" {
		return cli.Usagef("LOGTOCTL_INBOX_URL is not set: run this inside logtoctl sandbox exec, or set it to what sandbox start printed")
	}
	if o.wait < 0 {
		return cli.Usagef("--wait must not be negative")
	}
	messages, err := inbox.NewClient(o.env.Settings.InboxURL).List(ctx, inbox.Filter{To: o.to}, o.wait)
	switch {
	case err != nil:
		return exitcode.With(exitcode.Unreachable, err)
	case len(messages) == 0 && (o.wait > 0 || o.code):
		return inbox.ErrEmpty
	case o.code:
		return o.env.Print(output.Code{Code: messages[0].Code})
	}
	return o.env.Print(output.Messages(messages))
}
