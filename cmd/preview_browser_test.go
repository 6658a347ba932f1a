package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/browsertest"
	"github.com/logtoctl/logtoctl/internal/cli"
)

// TestPreview opens the page of templates preview in a browser and does what
// somebody at work on the templates does. No request may leave for anywhere
// else, although a saved file tries all it can.
func TestPreview(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	var elsewhere atomic.Int64
	outside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(outside.Close)
	folder := filepath.Join(t.TempDir(), "emails")
	if code, _, stderr := runCommand(t, "templates", "init", folder); code != 0 {
		t.Fatal(stderr)
	}
	root := startPreview(t, folder)
	page := browser.Open(t, browsertest.Options{
		Screen: browsertest.Screen{Width: 1366, Height: 850}, Pictures: "preview-", Frame: "#device iframe",
	})
	page.Visit(root + "#template=en/SignIn")
	page.Await("the first mail", shown("en/SignIn desktop light on"))
	page.Await("its text in the frame", inFrame("495172"))
	page.Await("the brand in force", `document.querySelector("[name='brand.name']").value + document.querySelector("[name='brand.color']").value === "Bookstore#2563eb"`)
	page.Picture("opened")

	page.Click(`[data-key="en/ForgotPassword"]`)
	page.Await("another usage type", shown("en/ForgotPassword desktop light on"))
	page.Press(kb.ArrowDown)
	page.Await("the next usage type", shown("en/Generic desktop light on"))
	page.Click(`#locales button:nth-child(2)`)
	page.Await("another language", shown("ja/Generic desktop light on"))
	page.Click("#width-phone")
	page.Await("another width", shown("ja/Generic phone light on"))
	page.Await("a narrow frame", `document.querySelector("#device iframe").contentWindow.innerWidth === 375`)
	page.Click("#mode-dark")
	page.Await("the other mode", shown("ja/Generic phone dark on"))
	page.Await("a dark mail", `/^rgb\(\d\d?, \d\d?, \d\d?\)$/.test(document.querySelector("#device iframe").contentWindow.getComputedStyle(document.querySelector("#device iframe").contentDocument.body).backgroundColor)`)
	page.Picture("dark-phone")

	page.Fill("input[name=code]", "808080")
	page.Await("the value in the subject", `document.querySelector("#subject").textContent.includes("808080")`)
	page.Await("the value in the mail", inFrame("808080"))
	page.Await("the value in the address", `location.hash.includes("var.code=808080")`)

	saved := filepath.Join(folder, "ja", "Generic.html")
	save(t, saved, fmt.Sprintf("---\nsubject: \"{{code}} 新しい\"\n---\n<html lang=\"ja\"><head><link rel=stylesheet href=\"%[1]s/a.css\">"+
		"<style>@import url(%[1]s/b.css); p { background: url(%[1]s/c.png) }</style></head><body background=\"%[1]s/d.png\">"+
		"<img src=\"%[1]s/e.png\" alt=\"絵\"><iframe src=\"%[1]s/f\"></iframe><script src=\"%[1]s/g.js\"></script><p>保存した {{cod}}</p><a href=\"%[1]s/h\">{{code}}</a></body></html>\n", outside.URL))
	page.Await("what was saved", inFrame("保存した"))
	page.Await("the same choice", shown("ja/Generic phone dark on"))
	page.Await("the same value", inFrame("808080"))
	page.Await("a finding", `document.querySelector("#findings").textContent.includes("unknown placeholder {{cod}}")`)
	page.Await("the link in the frame", `document.querySelector("#device iframe").contentDocument.querySelector("a").click() === undefined && document.querySelector("#device iframe").contentDocument.querySelector("a") !== null`)
	page.Click("#images")
	page.Await("no image", `!document.querySelector("#device iframe").contentDocument.querySelector("img")?.hasAttribute("src") && document.querySelector("#device").dataset.shown.endsWith("off")`)
	page.Picture("finding")
	page.Script(`[...document.querySelectorAll("button.finding")].find((f) => f.textContent.includes("{{cod}}")).click()`)
	page.Await("its place in the source", `document.querySelector("#source mark")?.textContent === "{{cod}}"`)
	page.Picture("source")
	page.Click("#view-text")
	page.Await("plain text", `document.querySelector("#text").textContent.includes("保存した {{cod}}")`)
	page.Click("#all")
	page.Await("all of them", `document.querySelectorAll("#grid .card iframe").length === 36`)
	page.Await("the mails in the cards on the screen", `[...document.querySelectorAll("#grid .card iframe")].filter((frame) => frame.getBoundingClientRect().top < innerHeight).every((frame) => frame.contentDocument?.readyState === "complete" && frame.contentDocument.body.textContent.includes("Bookstore"))`)
	page.Picture("all")

	if hits := elsewhere.Load(); hits > 0 {
		t.Errorf("%d requests reached another server", hits)
	}
	page.CheckReached(root)
}

// shown is the condition that the frame holds a mail in a look.
func shown(what string) string {
	return fmt.Sprintf(`document.querySelector("#device").dataset.shown === %q`, what)
}

// inFrame is the condition that the mail in the frame says something.
func inFrame(text string) string {
	return fmt.Sprintf(`document.querySelector("#device iframe")?.contentDocument?.body?.textContent.includes(%q)`, text)
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
	browsertest.Executable(t)
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
