package reliability_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// world is a fresh sandbox with a proxy in front of it, and a home and a folder
// for logtoctl.
type world struct {
	sandbox *sandbox.Sandbox
	stop    func() // of the sandbox, nothing in a world that is not its own
	proxy   *proxy
	tenant  *tenant
	watch   *watch
	folder  string
	environ map[string]string
}

func newWorld(ctx context.Context) (*world, error) {
	running, err := sandbox.Start(ctx, sandbox.Options{})
	if err != nil {
		return nil, err
	}
	w := &world{sandbox: running, tenant: newTenant(running)}
	w.watch = &watch{tenant: w.tenant}
	w.stop = func() {
		ended, cancel := context.WithCancel(ctx)
		cancel() // nobody is waiting for an answer any more
		_ = running.Close(ended)
	}
	return w.settled()
}

// another is another machine that works on the same tenant.
func (w *world) another() (*world, error) {
	return (&world{sandbox: w.sandbox, tenant: w.tenant, watch: w.watch, stop: func() {}}).settled()
}

func (w *world) settled() (*world, error) {
	if err := w.settle(); err != nil {
		_ = w.close()
		return nil, err
	}
	return w, nil
}

// settle makes the proxy, the folders and the environment.
func (w *world) settle() (err error) {
	if w.proxy, err = newProxy(w.sandbox.LogtoURL(), w.sandbox.DirectMailURL(), w.watch.look); err != nil {
		return err
	}
	if w.folder, err = os.MkdirTemp("", "logtoctl-world-"); err != nil {
		return err
	}
	w.environ = environ(w.sandbox)
	w.environ["LOGTO_ENDPOINT"], w.environ["LOGTOCTL_DM_ENDPOINT"] = w.proxy.logto.URL, w.proxy.directMail.URL
	w.environ["PATH"] = os.Getenv("PATH")
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"} {
		w.environ[name] = w.path(strings.ToLower(name))
	}
	w.watch.folders = append(w.watch.folders, w.path("work"))
	return os.Mkdir(w.path("work"), 0o700)
}

// write makes the files that the commands are about.
func (w *world) write(files map[string]string) error {
	for name, content := range files {
		if err := os.WriteFile(w.path("work", name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// environ is the environment that a sandbox gives to what runs in it.
func environ(s *sandbox.Sandbox) map[string]string {
	values := map[string]string{}
	for _, pair := range s.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	return values
}

// close ends the world. It is an error when a process of it is still there.
func (w *world) close() error {
	if w.proxy != nil {
		w.proxy.close()
	}
	w.stop()
	if w.folder == "" {
		return nil
	}
	defer func() { _ = os.RemoveAll(w.folder) }()
	if left := w.processes(); len(left) > 0 {
		return fmt.Errorf("still running: %q", left)
	}
	return nil
}

// processes returns the arguments of the processes that have the home of this
// world, where the system shows them as files. Every child inherits it.
func (w *world) processes() (found []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	home := []byte("HOME=" + w.environ["HOME"] + "\x00")
	for _, file := range files {
		if content, err := os.ReadFile(file); err == nil && bytes.Contains(content, home) {
			arguments, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
			found = append(found, strings.ReplaceAll(string(arguments), "\x00", " "))
		}
	}
	return found
}

func (w *world) path(elements ...string) string {
	return filepath.Join(append([]string{w.folder}, elements...)...)
}

// backupID stands in arguments for the id of the backup of somebody else's
// connector.
const backupID = "BACKUP"

// called returns arguments with the id of the backup in its place.
func (w *world) called(args []string) ([]string, error) {
	at := slices.Index(args, backupID)
	if at < 0 {
		return args, nil
	}
	files, err := filepath.Glob(filepath.Join(w.environ["XDG_STATE_HOME"], "logtoctl", "backups", "*"+smtp+"*"))
	if err != nil || len(files) != 1 {
		return nil, fmt.Errorf("there is not one backup: %q (%w)", files, err)
	}
	args = slices.Clone(args)
	args[at] = strings.TrimSuffix(filepath.Base(files[0]), filepath.Ext(files[0]))
	return args, nil
}
