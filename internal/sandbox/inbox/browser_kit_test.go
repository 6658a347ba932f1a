package inbox_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/browsertest"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// page is the inbox in a browser.
type page struct {
	*browsertest.Tab
	server *httptest.Server
}

// openPage serves the store and opens its page in a browser, with what follows
// the slash of its address.
func openPage(t *testing.T, store *inbox.Store, on browsertest.Screen, rest string) *page {
	t.Helper()
	tab := browsertest.Start(t).Open(t, browsertest.Options{Screen: on, Pictures: "inbox-", Frame: ".frame"})
	p := &page{Tab: tab, server: serve(t, store)}
	p.Allow(p.server.URL, "clipboard-read", "clipboard-write")
	p.Visit(p.server.URL + "/" + rest)
	p.Await("the stream of events", `document.querySelector("#link").dataset.state === "live"`)
	return p
}

// serve serves a store until the test ends. Streams of events end with it, as
// the sandbox ends them.
func serve(t *testing.T, store *inbox.Store) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(inbox.NewHandler(store))
	t.Cleanup(func() { stop(server) })
	return server
}

func stop(server *httptest.Server) {
	server.CloseClientConnections()
	server.Close()
}

// picture keeps what the page looks like with its mail, if one is open.
func (p *page) picture(name string) {
	p.T.Helper()
	p.Await("the frame, if there is one", `!document.querySelector(".frame")?.checkVisibility() || document.querySelector("#device").dataset.loaded !== undefined`)
	p.Picture(name)
}

// builtIn is a mail as people get it.
func builtIn(t *testing.T, locale, code string) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "..", "templates", "email", locale, "SignIn.html"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, found := strings.Cut(strings.TrimPrefix(string(source), "---\n"), "\n---\n")
	if !found {
		t.Fatalf("%s/SignIn.html has no header", locale)
	}
	return strings.NewReplacer("{{code}}", code, "${brand.name}", "Bookstore", "${brand.logo}", "Bookstore", "${brand.color}", "#2563eb").Replace(body)
}
