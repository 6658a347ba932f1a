package reliability_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// The variables that the stand-ins find their way with.
const (
	roleName    = "RELIABILITY_ROLE"
	roleApp     = "app"
	appName     = "RELIABILITY_APP"      // the program of these tests
	childrenVar = "RELIABILITY_CHILDREN" // the folder for what a child was given
)

// note writes down what a child process was given.
const note = `#!/bin/sh
{ echo "$0 $*"; env; } >"$` + childrenVar + `/$(basename "$0").$$" || exit 9
`

// standIns are programs that logtoctl starts. A real go takes long to build an app.
var standIns = map[string]string{
	"child": note,
	"go": note + `test "$1 $2" = 'build -o' || exit 9
cat >"$3" <<'APP'
` + note + roleName + "=" + roleApp + ` exec "$` + appName + `"
APP
chmod 755 "$3"
`,
}

// standIn has logtoctl find the stand-ins on its PATH.
func (w *world) standIn() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	w.environ[appName], w.environ[childrenVar] = self, w.path("children")
	w.environ["PATH"] = w.path("bin") + string(os.PathListSeparator) + w.environ["PATH"]
	for _, folder := range []string{w.path("bin"), w.path("children")} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return err
		}
	}
	for name, script := range standIns {
		if err := os.WriteFile(filepath.Join(w.path("bin"), name), []byte(script), 0o700); err != nil {
			return err
		}
	}
	return nil
}

// serveApp is an app that answers on $PORT until it is interrupted.
func serveApp() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	server := &http.Server{
		Addr: "localhost:" + os.Getenv("PORT"), ReadHeaderTimeout: time.Second,
		Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
	}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
