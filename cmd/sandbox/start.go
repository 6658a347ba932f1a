// Package sandbox holds the commands on the local Logto and Direct Mail.
package sandbox

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/config"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/authority"
	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// tlsPort names the flag that makes no sense without --tls.
const tlsPort = "tls-port"

type startOptions struct {
	env     *cli.Env
	sandbox sandbox.Options
	tls     bool
}

// NewStart returns the command sandbox start.
func NewStart(env *cli.Env) *cobra.Command {
	opts := startOptions{env: env}
	cmd := &cobra.Command{
		Use:   "start",
		Short: "Run a sandbox until Ctrl-C",
		Long: `Run a local Logto, a Direct Mail, a DNS and an inbox, on this machine only, until
Ctrl-C. Nothing is kept when it stops. It prints the variables that point
logtoctl and your own programs at it.

With --tls Direct Mail answers over https too, as the host of each of its regions,
such as dm.aliyuncs.com. Where these names lead to this machine and the sandbox's
certificate authority is trusted, a Logto of your own sends its mails here: see
docs/real-logto.md. The authority is made once and kept in the state folder. It
can vouch for those hosts and for localhost alone.`,
		Example: "  logtoctl sandbox start\n  logtoctl sandbox start --logto-port 4001 --inbox-port 4003\n  logtoctl sandbox start --tls",
		Args:    cli.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed(tlsPort) && !opts.tls {
				return cli.Usagef("logtoctl sandbox start: --%s needs --tls", tlsPort)
			}
			return opts.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&opts.sandbox.LogtoPort, "logto-port", 3001, "port of the Logto, 0 for a free one")
	flags.IntVar(&opts.sandbox.DirectMailPort, "dm-port", 3003, "port of the Direct Mail, 0 for a free one")
	flags.IntVar(&opts.sandbox.InboxPort, "inbox-port", 3004, "port of the inbox, 0 for a free one")
	flags.IntVar(&opts.sandbox.DNSPort, "dns-port", 0, "port of the DNS over UDP and TCP (default: a free one)")
	flags.BoolVar(&opts.tls, "tls", false, "serve Direct Mail over https as well, with a certificate authority of the sandbox's own")
	flags.IntVar(&opts.sandbox.TLSPort, tlsPort, 3443, "port of the Direct Mail over https, 0 for a free one")
	return cmd
}

func (o *startOptions) run(ctx context.Context) error {
	o.sandbox.NoProxy, _ = o.env.Lookup("NO_PROXY")
	if o.tls {
		var err error
		if o.sandbox.Authority, err = authority.Open(config.StateDir(o.env.Lookup), directmail.Hosts(), o.env.Now); err != nil {
			return err
		}
	}
	running, err := sandbox.Start(ctx, o.sandbox)
	if err != nil {
		return err
	}
	defer running.Stop(ctx)
	if err := o.env.Print(output.ShellVariables(running.Environ())); err != nil {
		return err
	}
	o.env.Note("Logto %s, Direct Mail %s, DNS %s, inbox %s. Ctrl-C stops it.", running.LogtoURL(), running.DirectMailURL(), running.Resolver(), running.InboxURL())
	if o.tls {
		o.env.Note("Direct Mail over https: %s, for programs that trust %s", running.DirectMailTLSURL(), o.sandbox.Authority.CertificateFile())
	}
	return running.Wait(ctx)
}
