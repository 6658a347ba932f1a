// Package sandbox holds the commands on the local Logto and Direct Mail.
package sandbox

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

type startOptions struct {
	env   *cli.Env
	ports sandbox.Options
}

// NewStart returns the command sandbox start.
func NewStart(env *cli.Env) *cobra.Command {
	opts := startOptions{env: env}
	cmd := &cobra.Command{
		Use:   "start",
		Short: "Run a sandbox until Ctrl-C",
		Long: `Run a local Logto, a Direct Mail, a DNS and an inbox, on this machine only, until
Ctrl-C. Nothing is kept when it stops. It prints the variables that point
logtoctl and your own programs at it.`,
		Example: "  logtoctl sandbox start\n  logtoctl sandbox start --logto-port 4001 --inbox-port 4003",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	flags := cmd.Flags()
	flags.IntVar(&opts.ports.LogtoPort, "logto-port", 3001, "port of the Logto, 0 for a free one")
	flags.IntVar(&opts.ports.DirectMailPort, "dm-port", 3003, "port of the Direct Mail, 0 for a free one")
	flags.IntVar(&opts.ports.InboxPort, "inbox-port", 3004, "port of the inbox, 0 for a free one")
	flags.IntVar(&opts.ports.DNSPort, "dns-port", 0, "port of the DNS over UDP and TCP (default: a free one)")
	return cmd
}

func (o *startOptions) run(ctx context.Context) error {
	o.ports.NoProxy, _ = o.env.Lookup("NO_PROXY")
	running, err := sandbox.Start(ctx, o.ports)
	if err != nil {
		return err
	}
	defer running.Stop(ctx)
	if err := o.env.Print(output.ShellVariables(running.Environ())); err != nil {
		return err
	}
	o.env.Note("Logto %s, Direct Mail %s, DNS %s, inbox %s. Ctrl-C stops it.", running.LogtoURL(), running.DirectMailURL(), running.Resolver(), running.InboxURL())
	return running.Wait(ctx)
}
