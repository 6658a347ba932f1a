package page_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/browsertest"
	"github.com/logtoctl/logtoctl/internal/sandbox/logto"
)

// realLogto is the sandbox's Logto behind the page, with an application, an
// email connector and a Direct Mail that keeps the codes.
type realLogto struct {
	t        *testing.T
	url      string
	sandbox  *logto.Server
	token    string
	app      string
	messages chan string
}

func (l *realLogto) root() string   { return l.url }
func (l *realLogto) made() []string { return nil }

func newSandbox(t *testing.T) *realLogto {
	t.Helper()
	l := &realLogto{t: t, messages: make(chan string, 10)}
	mails := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.messages <- r.FormValue("HtmlBody")
		_, _ = fmt.Fprint(w, `{"EnvId":"1","RequestId":"R"}`)
	}))
	t.Cleanup(mails.Close)
	web := httptest.NewUnstartedServer(nil)
	l.url = "http://" + web.Listener.Addr().String()
	var err error
	if l.sandbox, err = logto.New(logto.Options{Endpoint: l.url, DirectMail: func(string) string { return mails.URL }}); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", l.sandbox)
	mux.HandleFunc("/app", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, "the app") })
	web.Config.Handler = mux
	web.Start()
	t.Cleanup(web.Close)
	l.provision()
	return l
}

// provision does what logtoctl does: an application, the connector, and the
// sign-in by code or password.
func (l *realLogto) provision() {
	l.t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"all"}, "resource": {"https://default.logto.app/api"}}
	r := httptest.NewRequest(http.MethodPost, "/oidc/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(l.sandbox.Credentials())
	l.token, _ = l.send(r)["access_token"].(string)
	templates := make([]experience, 0, 4)
	for _, usageType := range []string{"SignIn", "Register", "ForgotPassword", "Generic"} {
		templates = append(templates, experience{"usageType": usageType, "subject": "Code", "content": usageType + " {{code}}"})
	}
	l.api(http.MethodPost, "/api/connectors", experience{"connectorId": "aliyun-direct-mail", "config": experience{
		"accessKeyId": "id", "accessKeySecret": "secret", "accountName": "noreply@mail.example.com", "templates": templates,
	}})
	changes := tenant(signInWith(method{"email", true, true, false}))
	l.api(http.MethodPatch, "/api/sign-in-exp", experience{
		"signIn": changes["signIn"], "signUp": changes["signUp"], "forgotPasswordMethods": []string{"EmailVerificationCode"},
	})
	l.app, _ = l.api(http.MethodPost, "/api/applications", experience{
		"name": "Bookstore", "type": "Traditional", "description": "",
		"oidcClientMetadata": experience{"redirectUris": []string{l.url + "/app"}, "postLogoutRedirectUris": []string{}},
	})["id"].(string)
}

func (l *realLogto) api(method, path string, body experience) map[string]any {
	l.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		l.t.Fatal(err)
	}
	r := httptest.NewRequest(method, path, bytes.NewReader(encoded))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+l.token)
	return l.send(r)
}

func (l *realLogto) send(r *http.Request) map[string]any {
	l.t.Helper()
	recorder := httptest.NewRecorder()
	l.sandbox.ServeHTTP(recorder, r)
	body, err := io.ReadAll(recorder.Body)
	var document map[string]any
	if err == nil {
		err = json.Unmarshal(body, &document)
	}
	if err != nil || recorder.Code >= http.StatusBadRequest {
		l.t.Fatalf("%s %s: %d %s, %v", r.Method, r.URL.Path, recorder.Code, body, err)
	}
	return document
}

// authorization is where an application sends the browser.
func (l *realLogto) authorization() string {
	return "/oidc/auth?" + url.Values{
		"client_id": {l.app}, "redirect_uri": {l.url + "/app"}, "response_type": {"code"},
		"scope": {"openid profile email offline_access"}, "state": {"s"}, "prompt": {"login consent"},
	}.Encode()
}

// code returns the code of the next mail, which has to be of a usage type.
func (l *realLogto) code(usageType string) string {
	l.t.Helper()
	mail := <-l.messages
	code, ok := strings.CutPrefix(mail, usageType+" ")
	if !ok || len(code) != 6 {
		l.t.Fatalf("a mail with %q", mail)
	}
	return code
}

// TestBrowser_sandbox goes through the page with the sandbox's own Logto.
func TestBrowser_sandbox(t *testing.T) {
	t.Parallel()
	l := newSandbox(t)
	p := browser{t, browsertest.Start(t)}.open(t, l, l.authorization(), "en")
	p.heading("Sign in to Bookstore")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.at("/sign-in/verification-code")
	code := l.code("SignIn")
	p.fill("code", fmt.Sprintf("%06d", 1+len(code)))
	p.says("verification_code.code_mismatch", "not the code")
	p.fill("code", code)
	p.heading("No account yet")
	p.click("create-account")
	p.Await("the application", `location.pathname === "/app" && location.search.includes("code=") && location.search.includes("state=s")`)

	p.visit(l.authorization())
	p.click("to-register")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.at("/register/verification-code")
	p.fill("code", l.code("Register"))
	p.heading("You have an account")
	p.visit(l.authorization())
	p.Visit(l.url + "/forgot-password")
	p.fill("identifier", "you@example.com")
	p.click("submit")
	p.at("/forgot-password/verification-code")
	p.fill("code", l.code("ForgotPassword"))
	p.at("/forgot-password/reset")
	p.fill("password", "aaaaaaaaaaaa")
	p.click("submit")
	p.says("password.rejected", "repeats itself")
	p.fill("password", "a lamp by the river 7")
	p.click("submit")
	p.Await("the news", `document.querySelector("[role=status]")?.textContent.includes("changed")`)
	p.click("submit")
	l.code("SignIn")
	p.click("use-password")
	p.fill("password", "a lamp by the river 8")
	p.click("submit")
	p.says("session.invalid_credentials", "not right")
	p.fill("password", "a lamp by the river 7")
	p.click("submit")
	p.Await("the application", `location.pathname === "/app" && location.search.includes("code=")`)

	p.visit(l.authorization())
	p.click("cancel")
	p.Await("the application", `location.pathname === "/app" && location.search.includes("error=")`)
}
