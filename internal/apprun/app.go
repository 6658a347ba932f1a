package apprun

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"time"
)

const (
	// readyTimeout is how long an app may take until it answers.
	readyTimeout = 30 * time.Second
	// readyPause is between two looks whether it does.
	readyPause = 50 * time.Millisecond
	// lookTimeout bounds one look.
	lookTimeout = 2 * time.Second
	// stopTimeout is how long a command may take to end when it is asked to: a little
	// more than a scaffolded app gives the requests that are under way.
	stopTimeout = 25 * time.Second
)

// health is where an app answers once it is ready.
const health = "/health"

// App is an app that runs.
type App struct {
	URL string // where it answers, without a trailing slash

	stop context.CancelFunc
	said *lines
	done chan struct{} // closed when it has ended
	err  error         // how it ended, once done
}

// Start runs the program at the URL, such as http://localhost:3000, and returns
// when it answers there. Each line that the app prints goes to output. The
// context bounds the start and the app: when it ends, the app is asked to stop.
// The port is looked at once more, because a build takes long: the error is a
// [*PortInUseError] when somebody has taken it meanwhile.
func (p *Program) Start(ctx context.Context, at *url.URL, output func(line string)) (*App, error) {
	if err := CheckPort(ctx, at); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(ctx)
	app := &App{URL: at.Scheme + "://" + at.Host, stop: stop, said: &lines{each: output}, done: make(chan struct{})}
	command := exec.CommandContext(running, p.path)
	command.Dir, command.Env = p.dir, append(environ(), "PORT="+portOf(at))
	command.Stdout, command.Stderr = app.said, app.said
	settle(command)
	if err := command.Start(); err != nil {
		stop()
		return nil, fmt.Errorf("start the app in %s: %w", p.dir, err)
	}
	go func() {
		app.err = command.Wait()
		app.said.end()
		close(app.done)
	}()
	if err := app.ready(ctx); err != nil {
		app.Stop()
		return nil, Interrupted("starting the app in "+p.dir, err)
	}
	return app, nil
}

// settle has a command end with its context, asked to first.
func settle(command *exec.Cmd) {
	separate(command)
	command.Cancel = func() error { return askToStop(command.Process) }
	command.WaitDelay = stopTimeout
}

// ready waits until the app answers. What answers is not the app when that has
// ended: an app that finds its port taken does.
func (a *App) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, readyTimeout, &NotReadyError{URL: a.URL})
	defer cancel()
	client := &http.Client{Transport: &http.Transport{}, Timeout: lookTimeout} // no proxy in between
	defer client.CloseIdleConnections()
	ticker := time.NewTicker(readyPause)
	defer ticker.Stop()
	for !answers(ctx, client, a.URL+health) {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-a.done:
			return a.ended()
		case <-ticker.C:
		}
	}
	select {
	case <-a.done:
		return a.ended()
	default:
		return nil
	}
}

func answers(ctx context.Context, client *http.Client, address string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return false
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Wait returns nil when the context ends, and an [*EndedError] when the app has
// ended by itself before that.
func (a *App) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-a.done:
		if ctx.Err() != nil {
			return nil
		}
		return a.ended()
	}
}

func (a *App) ended() error {
	how := a.err
	if how == nil {
		how = errors.New("exit status 0")
	}
	return &EndedError{Output: a.said.last(), Err: how}
}

// Stop asks the app to end, and kills it when it has not after 25 seconds. It may be
// called more than once.
func (a *App) Stop() {
	a.stop()
	<-a.done
}
