package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/preview"
)

// stepTimeout is how long the page may take to show what a step asks for.
const stepTimeout = 20 * time.Second

// TestPreview opens the page of templates preview in a browser and does what
// somebody at work on the templates does. No request may leave for anywhere
// else, although a saved file tries all it can.
func TestPreview(t *testing.T) {
	t.Parallel()
	executable := chromium(t)
	var elsewhere atomic.Int64
	outside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(outside.Close)
	folder := filepath.Join(t.TempDir(), "emails")
	if code, _, stderr := runCommand(t, "templates", "init", folder); code != 0 {
		t.Fatal(stderr)
	}
	root := startPreview(t, folder)
	browser := startBrowser(t, executable)
	if err := chromedp.Do(browser, chromedp.EmulateViewport(1366, 850)); err != nil {
		t.Fatal(err)
	}
	requests := listen(t, browser)
	page := &page{t: t, browser: browser}
	page.do("open", chromedp.Navigate(root+"#template=en/SignIn"))
	page.await("the first mail", shown("en/SignIn desktop light on"))
	page.await("its text in the frame", inFrame("495172"))
	page.await("the brand in force", `document.querySelector("[name='brand.name']").value + document.querySelector("[name='brand.color']").value === "Bookstore#2563eb"`)
	page.picture("opened")

	page.click(`[data-key="en/ForgotPassword"]`)
	page.await("another usage type", shown("en/ForgotPassword desktop light on"))
	page.do("arrow down", chromedp.KeyEvent(kb.ArrowDown))
	page.await("the next usage type", shown("en/Generic desktop light on"))
	page.click(`#locales button:nth-child(2)`)
	page.await("another language", shown("ja/Generic desktop light on"))
	page.click("#width-phone")
	page.await("another width", shown("ja/Generic phone light on"))
	page.await("a narrow frame", `document.querySelector("#device iframe").contentWindow.innerWidth === 375`)
	page.click("#mode-dark")
	page.await("the other mode", shown("ja/Generic phone dark on"))
	page.await("a dark mail", `/^rgb\(\d\d?, \d\d?, \d\d?\)$/.test(document.querySelector("#device iframe").contentWindow.getComputedStyle(document.querySelector("#device iframe").contentDocument.body).backgroundColor)`)
	page.picture("dark-phone")

	page.do("edit a value", chromedp.Evaluate[chromedp.Void](`document.querySelector("input[name=code]").select()`), chromedp.SendKeys("input[name=code]", "808080"))
	page.await("the value in the subject", `document.querySelector("#subject").textContent.includes("808080")`)
	page.await("the value in the mail", inFrame("808080"))
	page.await("the value in the address", `location.hash.includes("var.code=808080")`)

	saved := filepath.Join(folder, "ja", "Generic.html")
	save(t, saved, fmt.Sprintf("---\nsubject: \"{{code}} 新しい\"\n---\n<html lang=\"ja\"><head><link rel=stylesheet href=\"%[1]s/a.css\">"+
		"<style>@import url(%[1]s/b.css); p { background: url(%[1]s/c.png) }</style></head><body background=\"%[1]s/d.png\">"+
		"<img src=\"%[1]s/e.png\" alt=\"絵\"><iframe src=\"%[1]s/f\"></iframe><script src=\"%[1]s/g.js\"></script><p>保存した {{cod}}</p><a href=\"%[1]s/h\">{{code}}</a></body></html>\n", outside.URL))
	page.await("what was saved", inFrame("保存した"))
	page.await("the same choice", shown("ja/Generic phone dark on"))
	page.await("the same value", inFrame("808080"))
	page.await("a finding", `document.querySelector("#findings").textContent.includes("unknown placeholder {{cod}}")`)
	page.await("the link in the frame", `document.querySelector("#device iframe").contentDocument.querySelector("a").click() === undefined && document.querySelector("#device iframe").contentDocument.querySelector("a") !== null`)
	page.click("#images")
	page.await("no image", `!document.querySelector("#device iframe").contentDocument.querySelector("img")?.hasAttribute("src") && document.querySelector("#device").dataset.shown.endsWith("off")`)
	page.picture("finding")
	page.do("go to the finding", chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll("button.finding")].find((f) => f.textContent.includes("{{cod}}")).click()`))
	page.await("its place in the source", `document.querySelector("#source mark")?.textContent === "{{cod}}"`)
	page.picture("source")
	page.click("#view-text")
	page.await("plain text", `document.querySelector("#text").textContent.includes("保存した {{cod}}")`)
	page.click("#all")
	page.await("all of them", `document.querySelectorAll("#grid .card iframe").length === 36`)
	page.await("the mails in the cards on the screen", `[...document.querySelectorAll("#grid .card iframe")].filter((frame) => frame.getBoundingClientRect().top < innerHeight).every((frame) => frame.contentDocument?.readyState === "complete" && frame.contentDocument.body.textContent.includes("Bookstore"))`)
	page.picture("all")

	if hits := elsewhere.Load(); hits > 0 {
		t.Errorf("%d requests reached another server", hits)
	}
	requests.check(t, root)
}

// startBrowser starts a browser that runs until the test ends, and returns the
// context of a page in it. The further options win.
func startBrowser(t *testing.T, executable string, further ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(executable)}
	for _, flag := range preview.ChromiumFlags() {
		name, value, valued := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		if valued {
			options = append(options, chromedp.Flag(name, value))
		} else {
			options = append(options, chromedp.Flag(name, true))
		}
	}
	ctx, stopBrowser := chromedp.NewExecAllocator(t.Context(), append(options, further...)...)
	t.Cleanup(stopBrowser)
	ctx, stopPage := chromedp.NewContext(ctx)
	t.Cleanup(stopPage)
	return ctx
}

// shown is the condition that the frame holds a mail in a look.
func shown(what string) string {
	return fmt.Sprintf(`document.querySelector("#device").dataset.shown === %q`, what)
}

// inFrame is the condition that the mail in the frame says something.
func inFrame(text string) string {
	return fmt.Sprintf(`document.querySelector("#device iframe")?.contentDocument?.body?.textContent.includes(%q)`, text)
}

// page is the page in the browser.
type page struct {
	t       *testing.T
	browser context.Context
}

func (p *page) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.browser, stepTimeout)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.picture("failed")
		p.t.Fatalf("%s: %v", what, err)
	}
}

func (p *page) click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(selector))
}

func (p *page) await(what, condition string) {
	p.t.Helper()
	p.do("wait for "+what+": "+condition, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(stepTimeout)))
}

// picture keeps what the page looks like, where somebody wants it. What was
// loaded is drawn a little later, so the page is taken when it has come to rest:
// when two pictures in a row are the same.
func (p *page) picture(name string) {
	p.t.Helper()
	folder := os.Getenv("LOGTOCTL_TEST_ARTIFACTS")
	if folder == "" {
		return
	}
	var before []byte
	for start := time.Now(); time.Since(start) < stepTimeout; {
		picture, err := chromedp.Run(p.browser, chromedp.CaptureScreenshot())
		if err != nil {
			p.t.Errorf("take a picture: %v", err)
			return
		}
		if bytes.Equal(before, picture) {
			break
		}
		before = picture
	}
	save(p.t, filepath.Join(folder, "preview-"+name+".png"), string(before))
}

// sent are the requests of the browser.
type sent struct {
	mu      sync.Mutex
	urls    map[network.RequestID]string
	blocked map[network.RequestID]bool
}

// listen takes note of the browser's requests, and of those that it did not let
// out.
func listen(t *testing.T, browser context.Context) *sent {
	t.Helper()
	s := &sent{urls: make(map[network.RequestID]string), blocked: make(map[network.RequestID]bool)}
	err := chromedp.Listen(browser, func(event any) {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch event := event.(type) {
		case *network.EventRequestWillBeSent:
			s.urls[event.RequestID] = event.Request.URL
		case *network.EventLoadingFailed:
			s.blocked[event.RequestID] = event.BlockedReason == network.BlockedReasonCsp
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// check finds the requests that went anywhere but to the preview.
func (s *sent) check(t *testing.T, root string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	own := 0
	for id, address := range s.urls {
		parsed, err := url.Parse(address)
		switch {
		case err != nil:
			t.Errorf("a request to %q: %v", address, err)
		case strings.HasPrefix(address, root):
			own++
		case parsed.Scheme != "data" && parsed.Scheme != "about" && !s.blocked[id]:
			t.Errorf("a request to %s", address)
		}
	}
	if own < 10 {
		t.Errorf("only %d requests to the preview were seen: the test looks in the wrong place", own)
	}
}

// startPreview runs templates preview until the test ends, and returns the
// address that it prints.
func startPreview(t *testing.T, folder string) string {
	t.Helper()
	ctx, interrupt := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	var stderr bytes.Buffer
	done := make(chan int, 1)
	go func() {
		streams := cli.Streams{In: strings.NewReader(""), Out: writer, Err: &stderr}
		done <- cmd.Run(ctx, []string{"templates", "preview", folder, "--var", "brand.name=Bookstore", "-o", "json"}, streams, nowhere(t))
		_ = writer.Close()
	}()
	t.Cleanup(func() {
		interrupt()
		if code := <-done; code != 0 {
			t.Errorf("exit code %d at Ctrl-C: %s", code, stderr.String())
		}
	})
	var document struct{ URL string }
	if err := json.NewDecoder(reader).Decode(&document); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	return document.URL
}

func runCommand(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = cmd.Run(t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &err}, nowhere(t))
	return code, out.String(), err.String()
}

// nowhere is an environment without any settings.
func nowhere(t *testing.T) func(string) (string, bool) {
	t.Helper()
	home := t.TempDir()
	return func(name string) (string, bool) {
		if strings.HasPrefix(name, "XDG_") {
			return home, true
		}
		return "", false
	}
}

// chromium returns an installed browser, and skips the test without one.
func chromium(t *testing.T) string {
	t.Helper()
	path, err := preview.FindChromium(os.LookupEnv, exec.LookPath)
	switch {
	case testing.Short():
		t.Skip("skipped: no browser is started with -short")
	case err != nil:
		t.Skipf("skipped: %v", err)
	}
	return path
}

func save(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestPreview_files writes the page and, where somebody wants to keep them,
// pictures of all built-in mails.
func TestPreview_files(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	code, stdout, stderr := runCommand(t, "templates", "preview", "--out", folder, "-o", "json")
	want := fmt.Sprintf("[\n  {\n    \"file\": %q,\n    \"status\": \"written\"\n  }\n]\n", filepath.Join(folder, "index.html"))
	if code != 0 || stdout != want {
		t.Errorf("exit code %d, %s%s", code, stdout, stderr)
	}
	other := filepath.Join(folder, "other")
	code, stdout, stderr = runCommand(t, "templates", "preview", "--out", other, "--dry-run")
	if _, err := os.Stat(other); code != 0 || stdout != filepath.Join(other, "index.html")+"\twould be written\n" || err == nil {
		t.Errorf("dry run: exit code %d, %s%s", code, stdout, stderr)
	}
	artifacts := os.Getenv("LOGTOCTL_TEST_ARTIFACTS")
	if artifacts == "" {
		return
	}
	chromium(t)
	code, stdout, stderr = runCommand(t, "templates", "preview", "--screenshot", filepath.Join(artifacts, "mails"))
	if lines := strings.Count(stdout, "\n"); code != 0 || lines != 36*4+1 {
		t.Errorf("exit code %d, %d files: %s", code, lines, stderr)
	}
}

func TestPreview_usage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"no such folder", []string{filepath.Join(t.TempDir(), "none")}, "there is no file or folder"},
		{"two folders", []string{"a", "b"}, "unexpected argument"},
		{"no brand", []string{"--var", "brand.color=blue"}, "brand.color"},
		{"nothing to write", []string{t.TempDir(), "--out", t.TempDir()}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := runCommand(t, append([]string{"templates", "preview"}, test.args...)...)
			if code != 2 || stdout != "" || !strings.Contains(stderr, test.want) {
				t.Errorf("exit code %d, %s%s", code, stdout, stderr)
			}
		})
	}
}
