package page_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/page"
)

func ask(t *testing.T, o page.Options, method, target string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	page.New(o).ServeHTTP(recorder, r)
	return recorder
}

func TestNew_paths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, target string
		status         int
		kind           string
	}{
		{"GET", "/sign-in?app_id=x", 200, "text/html; charset=utf-8"},
		{"HEAD", "/sign-in", 200, "text/html; charset=utf-8"},
		{"GET", "/sign-in/password", 200, "text/html; charset=utf-8"},
		{"GET", "/sign-in/verification-code", 200, "text/html; charset=utf-8"},
		{"GET", "/register", 200, "text/html; charset=utf-8"},
		{"GET", "/register/verification-code", 200, "text/html; charset=utf-8"},
		{"GET", "/forgot-password/reset", 200, "text/html; charset=utf-8"},
		{"GET", "/continue/password", 200, "text/html; charset=utf-8"},
		{"GET", "/continue/verification-code", 200, "text/html; charset=utf-8"},
		{"GET", "/unknown-session", 200, "text/html; charset=utf-8"},
		{"GET", "/reset-password", 200, "text/html; charset=utf-8"},
		{"GET", "/sign-in-page/main.js", 200, "text/javascript; charset=utf-8"},
		{"GET", "/sign-in-page/views/code.js", 200, "text/javascript; charset=utf-8"},
		{"GET", "/sign-in-page/page.css", 200, "text/css; charset=utf-8"},
		{"GET", "/sign-in-page/texts/zh-TW.json", 200, "application/json"},
		{"GET", "/sign-in-page/about.json", 200, "application/json; charset=utf-8"},
		{"GET", "/sign-in-page/index.html", 404, ""},
		{"GET", "/sign-in-page/", 404, ""},
		{"GET", "/sign-in-page/views/", 404, ""},
		{"GET", "/sign-in-page/..%2fpage.go", 404, ""},
		{"GET", "/sign-in/passkey", 404, ""},
		{"GET", "/", 302, ""},
		{"GET", "/single-sign-on", 302, ""},
		{"GET", "/nothing", 404, ""},
		{"POST", "/sign-in", 405, ""},
		{"PUT", "/sign-in-page/main.js", 405, ""},
	}
	for _, test := range tests {
		got := ask(t, page.Options{}, test.method, test.target)
		kind := got.Header().Get("Content-Type")
		if got.Code != test.status || (test.kind != "" && kind != test.kind) {
			t.Errorf("%s %s: %d %s", test.method, test.target, got.Code, kind)
		}
	}
}

// TestPatterns has the handler behind every pattern answer.
func TestPatterns(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	if n := len(page.Patterns()); n < 30 {
		t.Errorf("only %d patterns", n)
	}
	for _, pattern := range page.Patterns() {
		mux.Handle(pattern, page.New(page.Options{}))
	}
	for _, pattern := range page.Patterns() {
		target := strings.NewReplacer("{method}", "password", "{$}", "").Replace(pattern)
		recorder := httptest.NewRecorder()
		mux.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, target, nil))
		if recorder.Code >= http.StatusBadRequest || recorder.Body.Len() == 0 {
			t.Errorf("%s: %d", target, recorder.Code)
		}
	}
}

func TestNew_headers(t *testing.T) {
	t.Parallel()
	for target, caching := range map[string]string{
		"/sign-in":                 "no-store",
		"/unknown-session":         "no-store",
		"/sign-in-page/main.js":    "no-cache",
		"/sign-in-page/about.json": "no-store",
	} {
		header := ask(t, page.Options{}, "GET", target).Header()
		if got := header.Get("Cache-Control"); got != caching {
			t.Errorf("%s: Cache-Control %q", target, got)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", target, header)
		}
		for _, directive := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"} {
			if !slices.Contains(strings.Split(header.Get("Content-Security-Policy"), "; "), directive) {
				t.Errorf("%s: no %s in %s", target, directive, header.Get("Content-Security-Policy"))
			}
		}
	}
}

func TestNew_validation(t *testing.T) {
	t.Parallel()
	tag := ask(t, page.Options{}, "GET", "/sign-in-page/main.js").Header().Get("ETag")
	if tag == "" || tag == ask(t, page.Options{}, "GET", "/sign-in-page/api.js").Header().Get("ETag") {
		t.Errorf("tag %s", tag)
	}
	if got := ask(t, page.Options{}, "GET", "/sign-in-page/main.js", "If-None-Match", tag); got.Code != http.StatusNotModified || got.Body.Len() > 0 {
		t.Errorf("%d with %d bytes", got.Code, got.Body.Len())
	}
}

func TestNew_about(t *testing.T) {
	t.Parallel()
	options := page.Options{
		ApplicationName: func(id string) string { return map[string]string{"a": `Book"store`}[id] },
		InboxURL:        "http://localhost:3003",
	}
	for _, test := range []struct {
		options      page.Options
		target, want string
	}{
		{options, "?app_id=a", `{"applicationName":"Book\"store","inboxUrl":"http://localhost:3003"}`},
		{options, "?app_id=b", `{"applicationName":"","inboxUrl":"http://localhost:3003"}`},
		{page.Options{}, "?app_id=a", `{"applicationName":"","inboxUrl":""}`},
	} {
		if got := ask(t, test.options, "GET", "/sign-in-page/about.json"+test.target).Body.String(); got != test.want+"\n" {
			t.Errorf("%s: %s", test.target, got)
		}
	}
}

func TestNew_withoutInteraction(t *testing.T) {
	t.Parallel()
	elsewhere := ""
	options := page.Options{
		HasInteraction:    func(r *http.Request) bool { _, err := r.Cookie("_interaction"); return err == nil },
		UnknownSessionURL: func() string { return elsewhere },
	}
	for _, target := range []string{"/sign-in", "/sign-in/password", "/register?app_id=x", "/forgot-password", "/", "/single-sign-on?app_id=x"} {
		got := ask(t, options, "GET", target)
		if got.Code != http.StatusFound || got.Header().Get("Location") != "/unknown-session" || got.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s", target, got.Code, got.Header().Get("Location"))
		}
		want := http.StatusOK
		if target == "/" || strings.HasPrefix(target, "/single-sign-on") {
			want = http.StatusFound
		}
		if got := ask(t, options, "GET", target, "Cookie", "_interaction=1"); got.Code != want {
			t.Errorf("%s with an interaction: %d", target, got.Code)
		}
	}
	moved := ask(t, options, "GET", "/single-sign-on?app_id=x&ui_locales=de", "Cookie", "_interaction=1").Header().Get("Location")
	if moved != "/sign-in?app_id=x&ui_locales=de" {
		t.Errorf("led to %s", moved)
	}
	for _, target := range []string{"/unknown-session", "/continue/password", "/reset-password", "/sign-in-page/main.js"} {
		if got := ask(t, options, "GET", target); got.Code != http.StatusOK {
			t.Errorf("%s: %d", target, got.Code)
		}
	}
	elsewhere = "https://example.com/start"
	if got := ask(t, options, "GET", "/sign-in").Header().Get("Location"); got != elsewhere {
		t.Errorf("led to %s", got)
	}
}

// texts reads the texts of a language.
func texts(t *testing.T, language string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("static", "texts", language+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatalf("%s: %v", language, err)
	}
	return all
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

// TestTexts has every language say everything, with the same to fill in.
func TestTexts(t *testing.T) {
	t.Parallel()
	english := texts(t, "en")
	for _, language := range []string{"ja", "zh-CN", "zh-TW"} {
		translated := texts(t, language)
		for key, text := range english {
			want, got := placeholder.FindAllString(text, -1), placeholder.FindAllString(translated[key], -1)
			slices.Sort(want)
			slices.Sort(got)
			if translated[key] == "" || !slices.Equal(want, got) {
				t.Errorf("%s, %s: %q", language, key, translated[key])
			}
			delete(translated, key)
		}
		if len(translated) > 0 {
			t.Errorf("%s: more than in English: %v", language, translated)
		}
	}
}

// scripts are the scripts of the page by their path in static.
func scripts(t *testing.T) map[string]string {
	t.Helper()
	all := make(map[string]string)
	root := os.DirFS("static")
	err := fs.WalkDir(root, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".js" {
			return err
		}
		content, err := fs.ReadFile(root, name)
		all[name] = string(content)
		return err
	})
	if err != nil || len(all) < 15 {
		t.Fatalf("%d scripts: %v", len(all), err)
	}
	return all
}

// TestScripts_texts finds keys that no language has, and texts that no script
// asks for.
func TestScripts_texts(t *testing.T) {
	t.Parallel()
	key := regexp.MustCompile("[\"`]((?:signIn|register|recovery|password|newPassword|continue|code|question|notice|field|rule|action|terms|foot|error)\\.[^\"`]*)[\"`]")
	english := texts(t, "en")
	unused := texts(t, "en")
	comparison := regexp.MustCompile(`=== "[^"]*"`)
	for name, script := range scripts(t) {
		script = comparison.ReplaceAllString(script, "") // codes of errors look like keys
		for _, match := range key.FindAllStringSubmatch(script, -1) {
			pattern := regexp.MustCompile("^" + regexp.MustCompile(`\\\$\\\{.*?\\\}+`).ReplaceAllString(regexp.QuoteMeta(match[1]), ".+") + "$")
			found := false
			for one := range english {
				if pattern.MatchString(one) {
					found = true
					delete(unused, one)
				}
			}
			if !found {
				t.Errorf("%s asks for %s", name, match[1])
			}
		}
	}
	if diff := cmp.Diff(map[string]string{}, unused); diff != "" {
		t.Errorf("nobody asks for (-want +got):\n%s", diff)
	}
}

func TestScripts_shape(t *testing.T) {
	t.Parallel()
	imported := regexp.MustCompile(`from "(\.[^"]+)"`)
	all := scripts(t)
	for name, script := range all {
		if lines := strings.Count(script, "\n"); lines >= 200 {
			t.Errorf("%s has %d lines", name, lines)
		}
		for _, match := range imported.FindAllStringSubmatch(script, -1) {
			if target := path.Join(path.Dir(name), match[1]); all[target] == "" {
				t.Errorf("%s imports %s, which is not there", name, match[1])
			}
		}
		for _, way := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "http://", "https://"} {
			rest := strings.ReplaceAll(script, "http://www.w3.org/2000/svg", "")
			if strings.Contains(rest, way) && (name != "theme.js" || way != "https://") {
				t.Errorf("%s has %s", name, way)
			}
		}
	}
}
