package inbox_test

import (
	"image/color"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/browsertest"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// TestBrowserLook holds that a mail looks as was chosen, whatever the person at
// the screen likes best. The colours are the mail's own, so that neither the
// page nor an empty frame can be taken for it.
func TestBrowserLook(t *testing.T) {
	t.Parallel()
	light, dark := color.RGBA{0xfd, 0xf6, 0xe3, 0xff}, color.RGBA{0x07, 0x36, 0x42, 0xff}
	store := newStore()
	store.Add(inbox.Message{HTML: `<!doctype html><meta name="color-scheme" content="light dark"><style>html { background: #fdf6e3 }
@media (prefers-color-scheme: dark) { html { background: #073642 } }</style><p>Code 111111</p>`})
	p := openPage(t, store, browsertest.Desktop(), "")
	for _, scheme := range []string{"light", "dark"} {
		p.Prefer(scheme)
		p.Click("#dark")
		p.awaitColour(dark)
		p.Click("#light")
		p.awaitColour(light)
	}
	stop(p.server)
	p.Await("that it has stopped", `document.querySelector("#link").dataset.state === "stopped"`)
	p.Click("#dark")
	p.Await("a note", said("The sandbox does not answer, so the mail stays as it is"))
	p.Await("the choice as it was", `document.querySelector("#light").ariaPressed === "true"`)
	p.awaitColour(light)
}

// awaitColour waits until the mail has a colour on the screen, at its lower
// right, where nothing is written.
func (p *page) awaitColour(want color.RGBA) {
	p.T.Helper()
	var got color.RGBA
	for start := time.Now(); time.Since(start) < browsertest.Timeout; {
		if got = p.ColourAt(p.Frame().Max); got == want {
			return
		}
	}
	p.T.Fatalf("the mail has the colour %v, want %v", got, want)
}
