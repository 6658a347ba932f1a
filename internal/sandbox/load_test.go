package sandbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

const (
	// arrivals are those who come in a second; some make several requests.
	arrivals = 200
	// growth is how much more there may be in the heap at the end than after the
	// first third, in bytes: log, nonces and tokens fill up to their bounds.
	growth = 24 << 20
)

// measure is what a sandbox holds.
type measure struct {
	heap                           int64
	goroutines, requests, messages int
}

func measured(s *sandbox.Sandbox) measure {
	return measure{heap(), runtime.NumGoroutine(), len(s.Requests.All()), len(s.Inbox.List(inbox.Filter{}))}
}

// TestSandbox_load has 200 people a second do everything that a sandbox is there
// for: for three seconds, or for a minute with LOGTOCTL_TEST_LOAD. They come
// whether those before them have been served or not, so that a sandbox which
// stalls does not slow them down. Nobody may get a wrong answer, and the sandbox
// holds no more at the end than after the first third. How fast it is depends on
// the machine, and is told and not judged.
//
// It is not parallel, so that it sees its own memory only.
func TestSandbox_load(t *testing.T) { //nolint:paralleltest // measures the memory of the process
	lasting := 3 * time.Second
	if os.Getenv("LOGTOCTL_TEST_LOAD") != "" {
		lasting = time.Minute
	}
	s := start(t, sandbox.Options{})
	c := newCrowd(t, s)
	before := runtime.NumGoroutine()
	var first measure
	var arrived sync.WaitGroup
	begun := time.Now()
	count := int(lasting.Seconds()) * arrivals
	for i := range count {
		if i == count/3 {
			arrived.Wait()
			first = measured(s)
		}
		<-time.After(time.Until(begun.Add(time.Duration(i) * time.Second / arrivals)))
		arrived.Go(func() { tasks()[i%len(tasks())](c.person(t), i) })
	}
	arrived.Wait()
	c.report(t, time.Since(begun))
	last := measured(s)
	t.Logf("after a third: %+v, at the end: %+v", first, last)
	for _, failure := range c.failures[:min(10, len(c.failures))] {
		t.Error(failure)
	}
	if len(c.failures) > 0 {
		t.Errorf("%d of %d requests failed", len(c.failures), len(c.took))
	}
	if last.heap > first.heap+growth {
		t.Errorf("the heap has grown by %d MB", (last.heap-first.heap)>>20)
	}
	if last.requests > 10_000 || last.messages > 500 {
		t.Errorf("%d requests in the log, %d messages in the inbox", last.requests, last.messages)
	}
	c.transport.CloseIdleConnections()
	patience := time.After(10 * time.Second)
	for runtime.NumGoroutine() > before+10 {
		select {
		case <-patience:
			t.Fatalf("%d goroutines, and %d before", runtime.NumGoroutine(), before)
		default:
			runtime.Gosched() // connections are still being taken down
		}
	}
}

// tasks are what people do, in turn.
func tasks() []func(*person, int) {
	return []func(*person, int){
		signUp, readTenant, createApplication, sendMail, readInbox,
		changeConnector, changeExperience, proveAddress, testConnector, openPages,
		readTenant, createApplication, sendMail, readInbox, openPages,
		refuse, changeConnector, proveAddress, drawToken, readTenant,
	}
}

func drawToken(p *person, _ int) { p.asksForToken() }

func readTenant(p *person, i int) {
	path := []string{"/applications", "/connectors", "/sign-in-exp", "/connector-factories", "/users?page=1", "/roles", "/applications/" + p.app}[i/7%7]
	p.manages("GET", path, "", http.StatusOK)
}

func createApplication(p *person, i int) {
	body := encoded(map[string]any{
		"name": fmt.Sprintf("App %d", i), "type": "SPA", "customData": map[string]any{"logtoctl": map[string]any{"key": fmt.Sprint(i)}},
		"oidcClientMetadata": map[string]any{"redirectUris": []string{callback}, "postLogoutRedirectUris": []string{}},
	})
	id := field(p.manages("POST", "/applications", body, http.StatusOK), "id")
	p.manages("PATCH", "/applications/"+id, `{"description":"for a moment"}`, http.StatusOK)
	p.manages("DELETE", "/applications/"+id, "", http.StatusNoContent)
}

func changeConnector(p *person, _ int) {
	p.manages("PATCH", "/connectors/"+p.connector, encoded(map[string]any{"config": p.connectorConfig()}), http.StatusOK)
}

func changeExperience(p *person, _ int) {
	p.manages("PATCH", "/sign-in-exp", experience, http.StatusOK)
}

// proveAddress asks for a code over the Management API, reads it and gives it.
func proveAddress(p *person, i int) {
	address := fmt.Sprintf("prove-%d@example.com", i)
	p.manages("POST", "/verification-codes", encoded(map[string]any{"email": address}), http.StatusNoContent)
	code := p.finds(address)
	p.manages("POST", "/verification-codes/verify", encoded(map[string]any{"email": address, "verificationCode": code}), http.StatusNoContent)
}

func testConnector(p *person, i int) {
	body := encoded(map[string]any{"email": fmt.Sprintf("test-%d@example.com", i), "config": p.connectorConfig()})
	p.manages("POST", "/connectors/aliyun-direct-mail/test", body, http.StatusNoContent)
}

func sendMail(p *person, i int) {
	form := signed(p.sandbox, map[string]string{
		"AccountName": "noreply@mail.example.com", "AddressType": "1", "ReplyToAddress": "false", "FromAlias": "Bookstore",
		"ToAddress": fmt.Sprintf("mail-%d@example.com", i), "Subject": "Your code", "HtmlBody": fmt.Sprintf("<p>%06d</p>", i),
	})
	p.sends("POST", p.sandbox.DirectMailURL(), formType, form, http.StatusOK)
}

func readInbox(p *person, i int) {
	path := []string{"/api/messages", "/api/messages?view=summary", "/api/messages?search=code", "/api/messages?to=none@example.com", "/api/requests"}[i/5%5]
	p.sends("GET", p.sandbox.InboxURL()+path, "", "", http.StatusOK)
}

func openPages(p *person, i int) {
	if i%2 == 0 {
		p.sends("GET", p.sandbox.InboxURL()+"/", "", "", http.StatusOK)
		return
	}
	p.sends("GET", p.sandbox.LogtoURL()+"/oidc/.well-known/openid-configuration", "", "", http.StatusOK)
}

// refuse asks for what there is not, and with what is wrong.
func refuse(p *person, _ int) {
	p.manages("GET", "/applications/none", "", http.StatusNotFound)
	p.manages("POST", "/applications", `{"name":1}`, http.StatusBadRequest)
	p.sends("POST", p.sandbox.DirectMailURL(), formType, "Action=SingleSendMail", http.StatusBadRequest)
}

// signUp goes the whole way from an application's link to its user's claims.
func signUp(p *person, i int) {
	address := fmt.Sprintf("reader-%d@example.com", i)
	query := url.Values{
		"client_id": {p.app}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid offline_access email"},
		"prompt": {"consent"}, "state": {"xyz"},
	}
	p.goes("/oidc/auth?"+query.Encode(), http.StatusSeeOther)
	p.experiences("PUT", "", `{"interactionEvent":"Register"}`, http.StatusNoContent)
	identifier := map[string]any{"type": "email", "value": address}
	asked := p.experiences("POST", "/verification/verification-code",
		encoded(map[string]any{"interactionEvent": "Register", "identifier": identifier}), http.StatusOK)
	proof := encoded(map[string]any{"identifier": identifier, "verificationId": field(asked, "verificationId"), "code": p.finds(address)})
	verified := p.experiences("POST", "/verification/verification-code/verify", proof, http.StatusOK)
	p.experiences("POST", "/identification", encoded(map[string]any{"verificationId": field(verified, "verificationId")}), http.StatusCreated)
	submitted := p.experiences("POST", "/submit", "", http.StatusOK)
	consent := p.goes(field(submitted, "redirectTo"), http.StatusSeeOther)
	back, err := url.Parse(p.goes(p.goes(consent, http.StatusFound), http.StatusSeeOther))
	if err != nil || p.failed != nil {
		return
	}
	form := url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {callback}}
	r := request(p.test, "POST", p.sandbox.LogtoURL()+"/oidc/token", formType, form.Encode())
	r.SetBasicAuth(p.app, p.appSecret)
	granted, _ := p.does(r, http.StatusOK)
	claims := request(p.test, "GET", p.sandbox.LogtoURL()+"/oidc/me", "", "")
	claims.Header.Set("Authorization", "Bearer "+field(granted, "access_token"))
	p.does(claims, http.StatusOK)
}

// goes where a browser is sent, and returns where it is sent on.
func (p *person) goes(target string, status int) string {
	if strings.HasPrefix(target, "/") {
		target = p.sandbox.LogtoURL() + target
	}
	_, location := p.does(request(p.test, "GET", target, "", ""), status)
	return location
}
