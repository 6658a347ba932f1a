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
	"strings"
	"sync"
	"syscall"
	"time"
)

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
	p.Env = []string{}
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
	ended := result{p.ProcessState.ExitCode(), p.stdout.String(), p.stderr.String()}
	if strings.Contains(ended.stderr, "goroutine ") {
		return ended, fmt.Errorf("it panicked:\n%s", ended.stderr)
	}
	return ended, nil
}

// kill ends the process and waits until it is gone.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.exited
}

func (p *process) signal(s os.Signal) {
	<-p.started
	_ = p.Process.Signal(s)
}

// interrupt is a Ctrl-C.
func (p *process) interrupt() { p.signal(os.Interrupt) }

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
	return w.runWith(ctx, cause, at, "", args...)
}

// runWith runs logtoctl; what serves is interrupted as soon as it has said a text
// that is not empty.
func (w *world) runWith(ctx context.Context, cause func(*process) disturbance, at place, serving string, args ...string) (result, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	args, err := w.called(args)
	if err != nil {
		return result{}, err
	}
	p := w.newProcess(ctx, args...)
	if serving != "" {
		interrupt := sync.OnceFunc(p.interrupt) // a second Ctrl-C means something else
		p.Stdout = io.MultiWriter(&p.stdout, &listener{text: serving, heard: interrupt})
		p.Stderr = io.MultiWriter(&p.stderr, &listener{text: serving, heard: interrupt})
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
		err = fmt.Errorf("logtoctl was still running after %s\n%s", patience, ended.stderr)
	}
	return ended, err
}

// listener calls heard when a text has been written.
type listener struct {
	text  string
	heard func()
	said  bytes.Buffer
}

func (l *listener) Write(data []byte) (int, error) {
	l.said.Write(data)
	if bytes.Contains(l.said.Bytes(), []byte(l.text)) {
		l.heard()
	}
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
	if r.code == 0 {
		return last, nil
	}
	decoder := json.NewDecoder(strings.NewReader(r.stderr[max(0, strings.Index(r.stderr, "{\n")):]))
	for decoder.More() {
		if err := decoder.Decode(&last); err != nil {
			return last, fmt.Errorf("stderr is not JSON: %w:\n%s", err, r.stderr)
		}
	}
	return last, nil
}
