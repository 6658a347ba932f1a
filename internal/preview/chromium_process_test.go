package preview

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestChromiumTalk(t *testing.T) {
	t.Parallel()
	const address = "ws://127.0.0.1:1/devtools/browser/a"
	tests := []struct {
		name    string
		written []string
		want    string // the address
		text    string
	}{
		{"at once", []string{"\nDevTools listening on " + address + "\n[1:2] more\n"}, address, ""},
		{"in pieces", []string{"[1:2:ERROR] bus\nDevTools listening on ws://127.0.", "0.1:1/devtools/browser/a\r", "\n", "more\n"}, address, ""},
		{"twice", []string{"DevTools listening on " + address + "\n", "DevTools listening on ws://other\n"}, address, ""},
		{"not to its end", []string{"DevTools listening on ws://127.0.0.1:1"}, "", ": DevTools listening on ws://127.0.0.1:1"},
		{"in another line", []string{"no DevTools listening on " + address + "\n"}, "", ": no DevTools listening on " + address},
		{"nothing", []string{"\n"}, "", ""},
		{"a lot", []string{"first", strings.Repeat("x", maxTalk)}, "", ": " + strings.Repeat("x", maxTalk)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			talk := &chromiumTalk{devTools: make(chan string, 1)}
			for _, text := range test.written {
				if n, err := talk.Write([]byte(text)); n != len(text) || err != nil {
					t.Fatalf("wrote %d bytes of %q: %v", n, text, err)
				}
			}
			close(talk.devTools)
			if got := <-talk.devTools; got != test.want || talk.String() != test.text {
				t.Errorf("got %q and %q", got, talk)
			}
		})
	}
}

func FuzzChromiumTalk(f *testing.F) {
	f.Add([]byte("DevTools listening on ws://127.0.0.1:1/a\n"), 5)
	f.Add([]byte("no display\r\n"), 0)
	f.Fuzz(func(t *testing.T, said []byte, cut int) {
		cut = min(max(cut, 0), len(said))
		whole, pieces := &chromiumTalk{devTools: make(chan string, 1)}, &chromiumTalk{devTools: make(chan string, 1)}
		_, _ = whole.Write(said)
		_, _ = pieces.Write(said[:cut])
		_, _ = pieces.Write(said[cut:])
		if len(said) <= maxTalk && (whole.found != pieces.found || whole.String() != pieces.String()) {
			t.Errorf("%q and %q", whole, pieces)
		}
		if len(pieces.text) > maxTalk {
			t.Errorf("%d bytes are kept", len(pieces.text))
		}
	})
}

// profileOf finds the profile in what a browser of testdata says.
var profileOf = regexp.MustCompile(`--user-data-dir=(\S+)`)

func TestStartChromium_errors(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: the browsers of testdata are shell scripts")
	}
	tests := []struct {
		name, want string
		is         error
	}{
		{"fails", "it ended at once: no display for --headless", nil},
		{"hangs", "context deadline exceeded: hanging with", context.DeadlineExceeded},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			begin := time.Now()
			_, err := startChromium(ctx, filepath.Join("testdata", "browser", test.name))
			if err == nil || !strings.Contains(err.Error(), test.want) || (test.is != nil && !errors.Is(err, test.is)) {
				t.Fatalf("got %v", err)
			}
			if took := time.Since(begin); took > 2*time.Second+endTimeout*9/10 {
				t.Errorf("it took %s: what the browser had started was not ended", took)
			}
			profile := profileOf.FindStringSubmatch(err.Error())
			if profile == nil {
				t.Fatalf("no profile in %v", err)
			}
			if _, err := os.Stat(profile[1]); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the profile %s is still there: %v", profile[1], err)
			}
		})
	}
}

func TestChromium(t *testing.T) {
	t.Parallel()
	executable, err := FindChromium(os.LookupEnv, exec.LookPath)
	switch {
	case testing.Short():
		t.Skip("skipped: no browser is started with -short")
	case err != nil:
		t.Skipf("skipped: %v", err)
	}
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	browser, err := startChromium(ctx, executable)
	if err != nil {
		t.Fatal(err)
	}
	defer browser.close()
	page, err := browser.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer page.close()
	if err := page.navigate(ctx, server.URL); err != nil {
		t.Error(err)
	}
	named := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	if err := page.navigate(ctx, named); err == nil || !strings.Contains(err.Error(), "ERR_NAME_NOT_RESOLVED") {
		t.Errorf("a name leads somewhere: %v", err)
	}
	if err := page.navigate(ctx, server.URL+"#again"); err != nil {
		t.Error(err)
	}
	if err := page.navigate(ctx, server.URL+"#other"); err == nil || !strings.Contains(err.Error(), "nothing was loaded") {
		t.Errorf("the same document was loaded: %v", err)
	}
	if n := using(t, browser.profile); runtime.GOOS == "linux" && n < 2 {
		t.Errorf("only %d processes of the browser were found: the test looks in the wrong place", n)
	}

	interrupt()
	if err := page.navigate(ctx, server.URL); !errors.Is(err, context.Canceled) {
		t.Errorf("after Ctrl-C: %v", err)
	}
	if _, err := browser.open(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("after Ctrl-C: %v", err)
	}
	browser.close()
	if _, err := os.Stat(browser.profile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the profile is still there: %v", err)
	}
	if n := using(t, browser.profile); n > 0 {
		t.Errorf("%d processes of the browser are left", n)
	}
}

// using counts the running processes that were started with a profile, where the
// system shows them in /proc.
func using(t *testing.T, profile string) int {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err == nil && bytes.Contains(line, []byte("--user-data-dir="+profile)) {
			count++
		}
	}
	return count
}
