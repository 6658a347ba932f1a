package page_test

import (
	"fmt"
	"testing"

	"github.com/logtoctl/logtoctl/internal/browsertest"
)

// browser is one for all tests of the package, in the hands of one of them.
type browser struct {
	t *testing.T
	browsertest.Browser
}

// server is where a tab is.
type server interface {
	root() string   // its URL
	made() []string // the calls of its API since it was asked last
}

// tab is one page of the browser, on one server.
type tab struct {
	*browsertest.Tab
	logto server
}

// open opens a path of the page. The language is that of the browser, such as
// "ja,en". In the end no other server may have been asked for anything.
func (b browser) open(t *testing.T, logto server, path, language string) *tab {
	t.Helper()
	p := &tab{Tab: b.Open(t, browsertest.Options{Language: language, Pictures: "sign-in/"}), logto: logto}
	t.Cleanup(func() {
		p.CheckAsked(logto.root())
		if t.Failed() {
			t.Logf("the last calls: %q", logto.made())
		}
	})
	p.Prefer("light")
	p.visit(path)
	return p
}

func (p *tab) visit(path string) {
	p.T.Helper()
	p.Visit(p.logto.root() + path)
	p.Await("a view", `document.querySelector("main")?.ariaBusy === "false" || location.pathname === "/app"`)
}

// hook selects by data-test.
func hook(name string) string { return fmt.Sprintf("[data-test=%q]", name) }

// fill replaces what a field holds by typing.
func (p *tab) fill(name, text string) {
	p.T.Helper()
	p.Fill(hook(name), text)
}

func (p *tab) click(name string) {
	p.T.Helper()
	p.Click(hook(name))
}

// at waits for the view of a path.
func (p *tab) at(path string) {
	p.T.Helper()
	p.Await("the path "+path, fmt.Sprintf("location.pathname === %q", path))
}

// says waits for an error, which stands where the field with the focus points.
func (p *tab) says(code, text string) {
	p.T.Helper()
	p.Await(code, fmt.Sprintf("document.querySelector('[data-error=%q]')?.textContent.includes(%q)", code, text))
	p.Await("the focus where the error is", fmt.Sprintf(
		"(document.activeElement.getAttribute('aria-describedby') ?? '').split(' ').includes(document.querySelector('[data-error=%q]').id)", code))
}

// look sets the screen and the browser's colour scheme.
func (p *tab) look(width, height int64, scheme string) {
	p.T.Helper()
	p.Resize(width, height)
	p.Prefer(scheme)
}
