package reliability_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

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
	if err := w.settle(); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// second is another machine that works on the same tenant.
func (w *world) second() (*world, error) {
	other := &world{sandbox: w.sandbox, tenant: w.tenant, watch: w.watch, stop: func() {}}
	if err := other.settle(); err != nil {
		other.close()
		return nil, err
	}
	return other, nil
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
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"} {
		w.environ[name] = w.path(strings.ToLower(name))
	}
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

func (w *world) close() {
	if w.proxy != nil {
		w.proxy.close()
	}
	w.stop()
	if w.folder != "" {
		_ = os.RemoveAll(w.folder)
	}
}

func (w *world) path(elements ...string) string {
	return filepath.Join(append([]string{w.folder}, elements...)...)
}

// patience is how long a process may take; one that hangs fails its trial.
const patience = 90 * time.Second

// process is one run of logtoctl.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
	started        chan struct{} // closed when it can be signalled
	exited         chan struct{} // closed when it has ended
}

// result is how a process ended.
type result struct {
	code           int // -1 when it was killed
	stdout, stderr string
}

func (w *world) newProcess(ctx context.Context, args ...string) *process {
	p := &process{Cmd: exec.CommandContext(ctx, binary, args...), started: make(chan struct{}), exited: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = w.path("work"), &p.stdout, &p.stderr
	p.Env = []string{"PATH=" + os.Getenv("PATH")}
	for name, value := range w.environ {
		p.Env = append(p.Env, name+"="+value)
	}
	return p
}

// end starts the process and waits until it has ended.
func (p *process) end() (result, error) {
	if err := p.Start(); err != nil {
		return result{}, err
	}
	close(p.started)
	err := p.Wait()
	close(p.exited)
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return result{}, err
	}
	return result{p.ProcessState.ExitCode(), p.stdout.String(), p.stderr.String()}, nil
}

// run runs logtoctl to its end, undisturbed.
func (w *world) run(ctx context.Context, args ...string) (result, error) {
	return w.runDisturbed(ctx, nil, place{}, args...)
}

// place says which requests of a run are disturbed.
type place struct {
	point   string
	onwards bool // the point and all that come after it
	all     bool
}

// everywhere is at every request.
var everywhere = place{all: true}

// runDisturbed runs logtoctl with a disturbance at a place.
func (w *world) runDisturbed(ctx context.Context, cause func(*process) disturbance, at place, args ...string) (result, error) {
	return w.runWith(ctx, cause, at, false, args...)
}

// runWith runs logtoctl; what serves is interrupted as soon as it has said so.
func (w *world) runWith(ctx context.Context, cause func(*process) disturbance, at place, serves bool, args ...string) (result, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	p := w.newProcess(ctx, args...)
	if serves {
		p.Stdout = io.MultiWriter(&p.stdout, writerFunc(p.interrupt))
	}
	var d disturbance
	if cause != nil {
		d = cause(p)
	}
	if err := w.proxy.next(at, d); err != nil {
		return result{}, err
	}
	ended, err := p.end()
	if err == nil && ctx.Err() != nil {
		err = fmt.Errorf("logtoctl was still running after %s", patience)
	}
	return ended, err
}

// writerFunc is called at each write.
type writerFunc func()

func (f writerFunc) Write(data []byte) (int, error) {
	f()
	return len(data), nil
}

// failure is the error document of -o json.
type failure struct {
	Error struct {
		Code, Message, Hint string
	}
}

// failure reads the error document out of stderr, where events may stand
// before it.
func (r result) failure() (failure, error) {
	var last failure
	decoder := json.NewDecoder(strings.NewReader(r.stderr[max(0, strings.Index(r.stderr, "{\n")):]))
	for decoder.More() {
		if err := decoder.Decode(&last); err != nil {
			return last, fmt.Errorf("stderr is not JSON: %w:\n%s", err, r.stderr)
		}
	}
	return last, nil
}
