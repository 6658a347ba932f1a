package preview

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"time"
)

const (
	// startTimeout is how long a browser may take to say where it can be
	// driven.
	startTimeout = 30 * time.Second
	// endTimeout is how long what a browser has started may outlive it.
	endTimeout = 5 * time.Second
	// maxTalk is how much of what a browser says is kept for an error, in bytes.
	maxTalk = 1 << 12
)

// chromium is a headless browser with a profile of its own. Stop it with close.
type chromium struct {
	devTools string // address, ws://127.0.0.1:<port>/devtools/browser/<id>
	profile  string // folder
	kill     context.CancelFunc
	ended    chan struct{} // is closed when no process is left
}

// startChromium starts a browser and returns once it can be driven. It runs
// until close, or until the context ends, whichever comes first; close it in
// any case.
func startChromium(ctx context.Context, executable string) (*chromium, error) {
	profile, err := os.MkdirTemp("", "logtoctl-chromium-")
	if err != nil {
		return nil, fmt.Errorf("make a profile for %s: %w", executable, err)
	}
	ctx, kill := context.WithCancel(ctx)
	c := &chromium{profile: profile, kill: kill, ended: make(chan struct{})}
	talk := &chromiumTalk{devTools: make(chan string, 1)}
	command := exec.CommandContext(ctx, executable, append(ChromiumFlags(), "--remote-debugging-port=0", "--user-data-dir="+profile, "about:blank")...)
	command.Stderr = talk
	command.WaitDelay = endTimeout
	killTogether(command)
	if err := command.Start(); err != nil {
		close(c.ended)
		c.close()
		return nil, fmt.Errorf("start the browser: %w", err)
	}
	go func() {
		defer close(c.ended)
		_ = command.Wait() // how it ended is its own affair, or ours
	}()
	if c.devTools, err = c.await(ctx, talk); err != nil {
		c.close() // which also makes talk ours
		return nil, fmt.Errorf("start %s: %w%s", executable, err, talk)
	}
	return c, nil
}

// await returns the address where the browser can be driven.
func (c *chromium) await(ctx context.Context, talk *chromiumTalk) (string, error) {
	timer := time.NewTimer(startTimeout)
	defer timer.Stop()
	select {
	case address := <-talk.devTools:
		return address, nil
	case <-ctx.Done():
		return "", ctx.Err()
	case <-c.ended:
		return "", cmp.Or(ctx.Err(), errors.New("it ended at once"))
	case <-timer.C:
		return "", fmt.Errorf("it was not ready within %s", startTimeout)
	}
}

// close ends the browser with all that it started, and removes its profile.
func (c *chromium) close() {
	c.kill()
	<-c.ended
	_ = os.RemoveAll(c.profile) // a temporary folder; there is nothing to do about it
}

// listening is how a browser says where it can be driven.
var listening = regexp.MustCompile(`(?m)^DevTools listening on (ws://\S+)\r?\n`)

// chromiumTalk is what a browser says on stderr.
type chromiumTalk struct {
	devTools chan string // gets the address, once
	found    bool
	text     []byte // its end, until the address was found
}

// Write looks for the address and never fails.
func (t *chromiumTalk) Write(data []byte) (int, error) {
	if t.found {
		return len(data), nil
	}
	t.text = append(t.text, data...)
	if match := listening.FindSubmatch(t.text); match != nil {
		t.devTools <- string(match[1])
		t.found, t.text = true, nil
	}
	t.text = t.text[max(0, len(t.text)-maxTalk):]
	return len(data), nil
}

// String returns what was said, to be put behind an error. The browser must
// have ended.
func (t *chromiumTalk) String() string {
	text := bytes.TrimSpace(t.text)
	if len(text) == 0 {
		return ""
	}
	return ": " + string(text)
}
