package inbox_test

import (
	"image/color"
	"testing"
	"time"

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
	p := openPage(t, store, desktop(), "")
	for _, scheme := range []string{"light", "dark"} {
		p.prefer(scheme)
		p.click("#dark")
		p.awaitColour(dark)
		p.click("#light")
		p.awaitColour(light)
	}
	stop(p.server)
	p.await("that it has stopped", `document.querySelector("#link").dataset.state === "stopped"`)
	p.click("#dark")
	p.await("a note", said("The sandbox does not answer, so the mail stays as it is"))
	p.await("the choice as it was", `document.querySelector("#light").ariaPressed === "true"`)
	p.awaitColour(light)
}

// awaitColour waits until the mail has a colour on the screen, at its lower
// right, where nothing is written.
func (p *page) awaitColour(want color.RGBA) {
	p.t.Helper()
	var got color.RGBA
	for start := time.Now(); time.Since(start) < stepTimeout; {
		if got = colourAt(p.decode(p.capture()), p.frame().Max); got == want {
			return
		}
	}
	p.t.Fatalf("the mail has the colour %v, want %v", got, want)
}
