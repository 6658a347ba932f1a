package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// CodeReader returns what gets hold of a code for a round trip: the sandbox
// inbox, else the person at the terminal. Without either it is wrong usage.
func (e *Env) CodeReader() (provision.CodeReader, error) {
	switch {
	case e.Settings.InboxURL != "":
		return &inboxReader{inbox: inbox.NewClient(e.Settings.InboxURL), wait: e.Settings.Timeout}, nil
	case e.Interactive():
		return personReader{env: e}, nil
	default:
		return nil, Usagef("a round trip has no way to learn the code: run it on a terminal, or inside logtoctl sandbox exec")
	}
}

// inboxReader waits for the first mail after those that are there before.
type inboxReader struct {
	inbox *inbox.Client
	wait  time.Duration
	last  uint64
}

// Before notes which mail is the newest.
func (r *inboxReader) Before(ctx context.Context) (err error) {
	r.last, err = r.inbox.LastID(ctx)
	return err
}

// Read returns the first mail that came later.
func (r *inboxReader) Read(ctx context.Context, to string) (inbox.Message, error) {
	return r.inbox.Newest(ctx, inbox.Filter{To: to, After: r.last}, r.wait)
}

// personReader asks whoever reads the mail.
type personReader struct{ env *Env }

// Before has nothing to note: people know which mail is new.
func (personReader) Before(context.Context) error { return nil }

// Read asks for the code.
func (r personReader) Read(ctx context.Context, to string) (inbox.Message, error) {
	code, err := r.env.Ask(ctx, fmt.Sprintf("A code is on its way to %s. Type it here: ", to))
	return inbox.Message{Code: code}, err
}
