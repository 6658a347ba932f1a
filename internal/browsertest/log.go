package browsertest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// enough is how many requests any page of logtoctl makes at least: its markup,
// styles and scripts.
const enough = 10

// log is what a page did.
type log struct {
	mu       sync.Mutex
	requests []request
	stopped  map[network.RequestID]bool // by the policy of the page
	scripts  []string                   // what made them fail
}

type request struct {
	id      network.RequestID // that of its redirects, too
	address string
}

// note takes down an event of the browser.
func (l *log) note(event any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		l.requests = append(l.requests, request{event.RequestID, event.Request.URL})
	case *network.EventLoadingFailed:
		if event.BlockedReason == network.BlockedReasonCsp {
			if l.stopped == nil {
				l.stopped = make(map[network.RequestID]bool)
			}
			l.stopped[event.RequestID] = true
		}
	case *runtime.EventExceptionThrown:
		l.scripts = append(l.scripts, event.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError {
			l.scripts = append(l.scripts, fmt.Sprint(event.Args))
		}
	}
}

// failed returns what made scripts fail.
func (l *log) failed() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.scripts)
}

// sorted returns the requests for addresses that begin with own, those for
// others, and of these such as were stopped.
func (l *log) sorted(own string) (home, away, stopped []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.requests {
		switch parsed, err := url.Parse(r.address); {
		case strings.HasPrefix(r.address, own):
			home = append(home, r.address)
		case err == nil && (parsed.Scheme == "data" || parsed.Scheme == "about"):
		case l.stopped[r.id]:
			stopped = append(stopped, r.address)
		default:
			away = append(away, r.address)
		}
	}
	return home, away, stopped
}

// Asked returns how many requests were made for addresses with a beginning.
func (b *Tab) Asked(beginning string) int {
	home, _, _ := b.log.sorted(beginning)
	return len(home)
}

// CheckAsked holds that the page has asked for addresses with a beginning, and
// for no others.
func (b *Tab) CheckAsked(own string) {
	b.T.Helper()
	b.CheckReached(own)
	if _, _, stopped := b.log.sorted(own); len(stopped) > 0 {
		b.T.Errorf("the page asked for what its policy forbids: %q", stopped)
	}
}

// CheckReached holds that requests of the page have gone to addresses with a
// beginning, and to no others. Such as the page's Content-Security-Policy has
// stopped have not gone anywhere.
func (b *Tab) CheckReached(own string) {
	b.T.Helper()
	home, away, _ := b.log.sorted(own)
	if len(away) > 0 {
		b.T.Errorf("requests to other servers: %q", away)
	}
	if len(home) < enough {
		b.T.Errorf("only %d requests to %s were seen: the test looks in the wrong place", len(home), own)
	}
}

// checkScripts holds that no script has failed.
func (b *Tab) checkScripts() {
	if failed := b.log.failed(); len(failed) > 0 {
		b.T.Errorf("errors of scripts: %q", failed)
	}
}
