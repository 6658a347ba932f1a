// Package apprun builds a Go web app and runs it as a child process, as somebody
// would by hand in the folder of the app: [Build] compiles it into a program of
// its own, [Program.Start] starts that and returns when it answers, and [App.Wait]
// tells when it ends by itself. The go command and the app inherit the environment
// of this process, whose PATH also says which go that is. The app gets what it needs
// from the .env file in its folder; the credentials of logtoctl, which are in the
// same environment by the same prefixes, stay behind.
package apprun

import (
	"os"
	"os/exec"
	"slices"
	"strings"
)

// FindGo returns the path of the go command, or a [*NoGoError].
func FindGo() (string, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return "", &NoGoError{Err: err}
	}
	return path, nil
}

// environ returns the environment of the app and of the go command: that of this
// process without what an app reads from its .env file and without what is
// logtoctl's own.
func environ() []string {
	return slices.DeleteFunc(os.Environ(), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return isOwn(name)
	})
}

func isOwn(name string) bool {
	switch name {
	case "APP_NAME", "PORT", "LISTEN_HOST", "SESSION_SECRET", "REDIS_URL":
		return true
	}
	return strings.HasPrefix(name, "LOGTO") || strings.HasPrefix(name, "ALIBABA_CLOUD_")
}
