package benchmark_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// world is a home and a folder for logtoctl, and its environment, with the
// services of a stage.
type world struct {
	stage   *stage
	folder  string
	environ []string
}

// newWorld makes a world with a stage and nothing behind it.
func newWorld(s *stage) (w *world, err error) {
	w = &world{stage: s}
	if w.folder, err = os.MkdirTemp("", "logtoctl-world-"); err != nil {
		return nil, err
	}
	w.environ = []string{"PATH=" + os.Getenv("PATH")}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"} {
		w.environ = append(w.environ, name+"="+w.path(strings.ToLower(name))) // the user's own files stay out
	}
	return w, w.write(nil)
}

// write writes files into the folder that logtoctl runs in.
func (w *world) write(files map[string]string) error {
	if err := os.MkdirAll(w.path("work"), 0o700); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(w.path("work", name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// sandboxed makes a world whose stage has a fresh sandbox behind it, until that is
// stopped.
func sandboxed(ctx context.Context) (w *world, stop func(), err error) {
	running, err := sandbox.Start(ctx, sandbox.Options{})
	if err != nil {
		return nil, nil, err
	}
	stop = func() { running.Stop(ctx) }
	s := newStage()
	if w, err = newWorld(s); err != nil {
		s.close()
		stop()
		return nil, nil, err
	}
	s.plays(s.forward(running.LogtoURL(), running.DirectMailURL()))
	w.environ = append(w.environ, running.Environ()...)
	w.environ = append(w.environ, "LOGTO_ENDPOINT="+s.logto.URL, "LOGTOCTL_DM_ENDPOINT="+s.directMail.URL)
	return w, stop, nil
}

func (w *world) close() {
	w.stage.close()
	_ = os.RemoveAll(w.folder)
}

func (w *world) path(elements ...string) string {
	return filepath.Join(append([]string{w.folder}, elements...)...)
}

// forget removes the tokens that were kept.
func (w *world) forget() error { return os.RemoveAll(w.path("xdg_cache_home")) }

// cost is what one process came to, as launch tells it.
type cost struct {
	Seconds float64
	CPU     float64 // seconds of it
	Memory  int64   // at its peak, in bytes
	Code    int
}

// patience is how long a process may take.
const patience = 5 * time.Minute

// launched runs a program to its end, which must be a success.
func (w *world) launched(ctx context.Context, name string, args ...string) (cost, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	read, write, err := os.Pipe()
	if err != nil {
		return cost{}, err
	}
	defer func() { _ = read.Close() }()
	var output bytes.Buffer
	command := exec.CommandContext(ctx, program("launch"), append([]string{program(name)}, args...)...)
	command.Dir, command.Env, command.Stdout, command.Stderr = w.path("work"), w.environ, &output, &output
	command.ExtraFiles, command.WaitDelay = []*os.File{write}, time.Second
	err = errors.Join(command.Run(), write.Close())
	var c cost
	if err == nil {
		err = json.NewDecoder(read).Decode(&c)
	}
	if err == nil && c.Code != 0 {
		err = fmt.Errorf("exit code %d", c.Code)
	}
	if err != nil {
		return cost{}, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, output.String())
	}
	return c, nil
}

// run runs logtoctl to its success, where its cost does not matter.
func (w *world) run(ctx context.Context, args ...string) error {
	command := exec.CommandContext(ctx, program("logtoctl"), args...)
	command.Dir, command.Env = w.path("work"), w.environ
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("logtoctl %s: %w\n%s", strings.Join(args, " "), err, output)
	}
	return nil
}
