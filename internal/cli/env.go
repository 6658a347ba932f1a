package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"github.com/logtoctl/logtoctl/internal/config"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/printable"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// Env is the surroundings of one run. [New] makes it; the root command calls
// Load once the flags are parsed.
type Env struct {
	Streams
	Lookup   func(name string) (string, bool) // environment variables
	Now      func() time.Time
	Version  string
	Settings config.Settings
	Profiles []string         // the profiles that the user named; Settings are those of the first
	Several  bool             // whether the user asked for a list of them, were it of one
	Secrets  *secret.Redactor // every secret that this run has seen

	talk    *talk // stderr, for several goroutines
	flags   *pflag.FlagSet
	stored  *config.Stored // the config file
	printer output.Printer
	logto   func() (*logtoadmin.Client, error)
	aliyun  func() (aliyundm.CredentialsProvider, error)
	zone    bool // -o zone
	shared  *shared
}

// New returns the surroundings of a run that has not read its settings yet.
func New(streams Streams, lookup func(string) (string, bool), version string) *Env {
	return newEnv(streams, lookup, version, newShared(lookup))
}

func newEnv(streams Streams, lookup func(string) (string, bool), version string, shared *shared) *Env {
	env := &Env{Streams: streams, Lookup: lookup, Now: time.Now, Version: version, Secrets: &secret.Redactor{}, shared: shared}
	env.talk = &talk{writer: streams.Err}
	env.logto = sync.OnceValues(env.newLogto)
	env.aliyun = sync.OnceValues(env.newAliyunCredentials)
	env.printer = output.Printer{Writer: streams.Out, Format: output.FormatTable, Terminal: streams.OutTerminal, Width: streams.OutWidth}
	return env
}

// Close ends the connections that the run has kept for its next request.
func (e *Env) Close() { e.shared.close() }

// Load resolves the settings from the flags and everything below them.
func (e *Env) Load(ctx context.Context, flags *pflag.FlagSet) error {
	e.flags, e.stored = flags, config.NewStored(e.Lookup)
	source := config.Source{Flags: flags, Lookup: e.Lookup, Stdin: interruptible(ctx, e.In), Stored: e.stored}
	var err error
	if e.Profiles, e.Several, err = config.Profiles(source); err != nil {
		return wrongSettings(err)
	}
	if len(e.Profiles) > 0 {
		source.Profile = e.Profiles[0]
	}
	return e.load(source)
}

func (e *Env) load(source config.Source) error {
	settings, err := config.Load(source)
	if err != nil {
		return wrongSettings(err)
	}
	e.Settings = settings
	// The pair as well, because a Basic header encodes both together.
	e.Secrets.Add(settings.M2MAppSecret, secret.Text(settings.M2MAppID+":"+settings.M2MAppSecret.Reveal()))
	if e.zone = settings.Output == zoneFormat && takesZone(e.flags); e.zone {
		settings.Output = string(output.FormatTable)
	}
	if e.printer.Format, err = output.ParseFormat(settings.Output); err != nil {
		return Usage(err)
	}
	if settings.JQ != "" {
		if e.printer.Filter, err = output.ParseFilter(settings.JQ); err != nil {
			return Usage(err)
		}
	}
	return nil
}

// LoadFormat finds out how errors are to be told when the command line was too
// wrong for Load: -o, --jq and LOGTOCTL_OUTPUT count all the same.
func (e *Env) LoadFormat(args []string) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	flags.StringP("output", "o", "", "")
	flags.String("jq", "", "")
	_ = flags.Parse(args)
	e.LoadOutput(flags)
}

// LoadOutput takes the output format from the flags and the environment alone,
// and passes over what it does not understand.
func (e *Env) LoadOutput(flags *pflag.FlagSet) {
	name, _ := e.Lookup("LOGTOCTL_OUTPUT")
	if flag := flags.Lookup("output"); flag.Changed {
		name = flag.Value.String()
	}
	if format, err := output.ParseFormat(name); err == nil {
		e.printer.Format = format
	}
	if flag := flags.Lookup("jq"); flag.Changed {
		e.printer.Format = output.FormatJSON
		if filter, err := output.ParseFilter(flag.Value.String()); err == nil {
			e.printer.Filter = filter
		}
	}
}

// Provisioner returns what reads and changes the tenant of the settings.
func (e *Env) Provisioner() (provision.Provisioner, error) {
	client, err := e.Logto()
	return provision.Provisioner{Logto: client, Self: e.Settings.M2MAppID, DryRun: e.Settings.DryRun}, err
}

// Print writes a result to stdout in the format that the user asked for.
func (e *Env) Print(view output.View) error {
	e.talk.settle()
	if zoned, ok := view.(output.Zoned); ok && e.zone && !e.Structured() {
		return e.Write([]byte(zoned.Zone()))
	}
	return e.printer.Print(view)
}

// Write writes text that is a document by itself, such as an exported file, to
// stdout: to a pipe as it is, to a terminal without what would play with it.
func (e *Env) Write(text []byte) error {
	if e.OutTerminal {
		text = []byte(printable.Text(string(text)))
	}
	_, err := e.Out.Write(text)
	return err
}

// Structured tells whether the user asked for a document and not for a table.
func (e *Env) Structured() bool {
	return e.printer.Filter != nil || e.printer.Format != output.FormatTable
}

// Note tells the user something on stderr. Notes are talk: no script reads them.
func (e *Env) Note(format string, args ...any) {
	_, _ = io.WriteString(e.talk, e.safe(fmt.Sprintf(format, args...))+"\n")
}

// safe takes terminal escapes and known secrets out of a text, in that order: a
// control character in the middle of a secret must not hide it.
func (e *Env) safe(text string) string { return e.Secrets.Redact(printable.Text(text)) }

// Logto returns the Management API client, made from the settings at the first
// call. A missing setting is wrong usage and names its variable.
func (e *Env) Logto() (*logtoadmin.Client, error) { return e.logto() }

func (e *Env) newLogto() (*logtoadmin.Client, error) {
	if store := e.shared.tokens(); store != nil {
		return e.openLogto(logtoadmin.WithTokenStore(store))
	}
	return e.openLogto()
}

// openLogto makes a client from the settings; its own options win over them.
func (e *Env) openLogto(own ...logtoadmin.Option) (*logtoadmin.Client, error) {
	if err := e.requireLogtoSettings(); err != nil {
		return nil, err
	}
	options := []logtoadmin.Option{
		logtoadmin.WithCredentials(e.Settings.M2MAppID, e.Settings.M2MAppSecret),
		logtoadmin.WithTimeout(e.Settings.Timeout),
		logtoadmin.WithLogger(e.logger()),
		logtoadmin.WithUserAgent(e.userAgent()),
		logtoadmin.WithHTTPClient(e.shared.logto),
	}
	if e.Settings.Resource != "" {
		options = append(options, logtoadmin.WithResource(e.Settings.Resource))
	}
	if e.Settings.DryRun {
		options = append(options, logtoadmin.WithReadOnly())
	}
	client, err := logtoadmin.New(e.Settings.Endpoint, append(options, own...)...)
	if err != nil {
		return nil, Usage(err)
	}
	return client, nil
}

func (e *Env) requireLogtoSettings() error {
	switch {
	case e.Settings.Endpoint == "":
		return missing("no Logto endpoint is set", "set LOGTO_ENDPOINT or --endpoint, or try it without an account: logtoctl sandbox exec -- bash")
	case e.Settings.M2MAppID == "":
		return missing("no machine-to-machine application is set", "set LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET (Console > Applications > Machine-to-machine, role Logto Management API access)")
	case e.Settings.M2MAppSecret == "":
		return missing("the secret of the machine-to-machine application is not set", "set LOGTO_M2M_APP_SECRET, or --m2m-app-secret-file")
	}
	return nil
}

// HasLogto tells whether the settings name a Logto, for commands that can work
// without one.
func (e *Env) HasLogto() bool { return e.requireLogtoSettings() == nil }

func (e *Env) userAgent() string { return "logtoctl/" + e.Version }

// logger writes one line for each request with -v, else nothing.
func (e *Env) logger() *slog.Logger {
	if !e.Settings.Verbose {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(safeLines{e}, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// safeLines is where the log goes: its handler writes each line at once, so that
// no secret is torn in two.
type safeLines struct{ env *Env }

// Write writes whole lines to stderr.
func (l safeLines) Write(lines []byte) (int, error) {
	_, err := io.WriteString(l.env.talk, l.env.safe(string(lines)))
	return len(lines), err
}
