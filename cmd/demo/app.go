package demo

import (
	"context"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/apprun"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

// showApp writes the app, builds it and runs it, and ends with the links. Without
// Go it says what is left out.
func (d *demo) showApp(ctx context.Context) error {
	goCommand, err := apprun.FindGo()
	if err != nil {
		d.env.Note("\nLeft out: the Go app in which people sign in, because there is no go command on the PATH.")
		return d.stay(ctx, nil)
	}
	folder := filepath.Join(d.folder, "bookstore")
	// The standard library alone is sooner built than a framework.
	if err := d.runStep(ctx, []string{"app", "scaffold", folder, "--framework", string(scaffold.NetHTTP), "--app", "bookstore"}); err != nil {
		return err
	}
	d.env.Note("\n$ go run .  (the first time, go fetches its modules)")
	program, err := apprun.Build(ctx, goCommand, folder)
	if err != nil {
		return err
	}
	defer program.Remove()
	app, err := program.Start(ctx, d.origin, func(line string) { d.env.Note("%s", line) })
	if err != nil {
		return err
	}
	defer app.Stop()
	return d.stay(ctx, app)
}

// stay shows where everything is. On a terminal that is there until Ctrl-C.
func (d *demo) stay(ctx context.Context, app *apprun.App) error {
	d.env.Note("\nDone. The same once more, to keep or by hand:\n  logtoctl quickstart bookstore --sandbox\n  logtoctl sandbox exec -- bash\n")
	running := []apprun.Waiter{d.sandbox}
	if app != nil {
		running = append(running, app)
		d.env.Note("The app:    %s  (sign in with any address, such as %s)", app.URL, address)
	}
	d.env.Note("The inbox:  %s  (where the mail with the code arrives)", d.sandbox.InboxURL())
	if !d.env.OutTerminal || !d.env.Interactive() {
		return nil
	}
	d.env.Note("Ctrl-C ends the demo.")
	return apprun.WaitAll(ctx, running...)
}
