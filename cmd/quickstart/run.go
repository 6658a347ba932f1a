package quickstart

import (
	"context"
	"net/url"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/apprun"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

// runSandbox sets the app up in a sandbox of its own and runs both.
func (o *options) runSandbox(ctx context.Context, files *draft) error {
	goCommand, err := apprun.FindGo()
	if err != nil && !o.env.Settings.DryRun {
		return err
	}
	noProxy, _ := o.env.Lookup("NO_PROXY")
	running, err := sandbox.Start(ctx, sandbox.Options{NoProxy: noProxy})
	if err != nil {
		return apprun.Interrupted("starting the sandbox", err)
	}
	defer running.Stop(ctx)
	inside, err := o.env.InSandbox(running.Environ())
	if err != nil {
		return err
	}
	set, err := o.open(ctx, inside, files)
	if err != nil {
		return err
	}
	if inside.Settings.DryRun {
		return set.print(set.carryOut(ctx))
	}
	view, err := set.carryOut(ctx)
	if err != nil {
		return set.print(view, err)
	}
	return set.runApp(ctx, goCommand, running, view)
}

// runApp builds the app and runs it until Ctrl-C. What it prints is told line by
// line.
func (s *setup) runApp(ctx context.Context, goCommand string, running *sandbox.Sandbox, view *output.Quickstart) error {
	s.env.Note("building the app; the first time, go fetches its modules")
	program, err := apprun.Build(ctx, goCommand, s.dir)
	if err != nil {
		return err
	}
	defer program.Remove()
	app, err := program.Start(ctx, s.at, func(line string) { s.env.Note("app: %s", line) })
	if err != nil {
		return err
	}
	defer app.Stop()
	view.AppURL, view.InboxURL = app.URL, running.InboxURL()
	if err := s.print(view, nil); err != nil {
		return err
	}
	s.show(view)
	if err := apprun.WaitAll(ctx, app, running); err != nil {
		return err
	}
	app.Stop()
	s.env.Note("stopped; to run it again: %s; to have it at your own Logto: %s", s.again(), s.command())
	return nil
}

// show says where everything is.
func (o *options) show(view *output.Quickstart) {
	o.env.Note(`
The app:    %s  (sign in with any address, such as you@example.com)
The inbox:  %s  (where the mail with the code arrives)

%s is for this sandbox, which forgets everything when it ends.
Ctrl-C ends it and the app.`, view.AppURL, view.InboxURL, filepath.Join(o.dir, scaffold.EnvFile))
}

// appAt returns where the app answers on this machine: where Logto sends people
// back to.
func appAt(file manifest.Manifest) (*url.URL, error) {
	application, err := appOf(file)
	if err != nil {
		return nil, err
	}
	uri := application.RedirectURIs[0]
	at, err := url.Parse(uri)
	if err != nil || at.Scheme != "http" || !cli.IsLoopback(at.Host) {
		return nil, cli.Usagef("the app cannot run here: the first redirect URI of the application %s is %s, and not one of this machine such as %s",
			application.Key, uri, scaffold.DefaultOrigin+scaffold.CallbackPath)
	}
	return at, nil
}

// appOf returns the application of the file whose variables are in the app's .env.
func appOf(file manifest.Manifest) (manifest.Application, error) {
	for _, application := range file.Applications {
		if filepath.Clean(application.EnvFile) == scaffold.EnvFile && len(application.RedirectURIs) > 0 {
			return application, nil
		}
	}
	return manifest.Application{}, cli.Usagef("%s has no application with envFile: %s and a redirect URI, which the app needs", manifestName, scaffold.EnvFile)
}
