package sandbox_test

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
	callback = "http://localhost:3000/callback"
)

// signed is the form of a SingleSendMail with these parameters.
func signed(s *sandbox.Sandbox, parameters map[string]string) string {
	env := environ(s)
	form := url.Values{
		"Action": {"SingleSendMail"}, "Version": {"2015-11-23"}, "Format": {"JSON"},
		"AccessKeyId": {env["ALIBABA_CLOUD_ACCESS_KEY_ID"]}, "SignatureMethod": {"HMAC-SHA1"}, "SignatureVersion": {"1.0"},
		"SignatureNonce": {rand.Text()}, "Timestamp": {time.Now().UTC().Format(time.RFC3339)},
	}
	for name, value := range parameters {
		form.Set(name, value)
	}
	form.Set("Signature", directmail.SignRPC("POST", form, env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]))
	return form.Encode()
}

// crowd makes requests to a sandbox, and notes how they went.
type crowd struct {
	sandbox   *sandbox.Sandbox
	transport *http.Transport
	token     string
	connector string
	app       string
	appSecret string

	mu       sync.Mutex
	took     []time.Duration
	failures []error
}

// newCrowd sets a sandbox up in which people can sign up by email.
func newCrowd(t *testing.T, s *sandbox.Sandbox) *crowd {
	t.Helper()
	c := &crowd{sandbox: s, transport: &http.Transport{MaxIdleConnsPerHost: 200}}
	t.Cleanup(c.transport.CloseIdleConnections)
	p := c.person(t)
	c.token = p.asksForToken()
	p.sends("PUT", s.InboxURL()+"/api/account", jsonType, `{"dailyQuota":1000000}`, http.StatusOK)
	c.connector = field(p.manages("POST", "/connectors", encoded(map[string]any{
		"connectorId": "aliyun-direct-mail", "config": c.connectorConfig(),
	}), http.StatusOK), "id")
	p.manages("PATCH", "/sign-in-exp", experience, http.StatusOK)
	c.app = field(p.manages("POST", "/applications", encoded(map[string]any{
		"name": "Bookstore", "type": "Traditional",
		"oidcClientMetadata": map[string]any{"redirectUris": []string{callback}, "postLogoutRedirectUris": []string{}},
	}), http.StatusOK), "id")
	var secrets []struct{ Value string }
	if err := json.Unmarshal(p.manages("GET", "/applications/"+c.app+"/secrets", "", http.StatusOK), &secrets); err != nil {
		t.Fatal(err)
	}
	c.appSecret = secrets[0].Value
	if p.failed != nil {
		t.Fatal(p.failed)
	}
	return c
}

// experience lets people sign up and in by a code.
const experience = `{"signUp":{"identifiers":["email"],"password":false,"verify":true},` +
	`"signIn":{"methods":[{"identifier":"email","password":false,"verificationCode":true,"isPasswordPrimary":false}]}}`

func (c *crowd) connectorConfig() map[string]any {
	env := environ(c.sandbox)
	templates := make([]map[string]string, 0, 4)
	for _, usage := range []string{"Register", "SignIn", "ForgotPassword", "Generic"} {
		templates = append(templates, map[string]string{"usageType": usage, "subject": usage, "content": "<p>Your code is {{code}}</p>"})
	}
	return map[string]any{
		"accessKeyId": env["ALIBABA_CLOUD_ACCESS_KEY_ID"], "accessKeySecret": env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
		"accountName": "noreply@mail.example.com", "fromAlias": "Bookstore", "templates": templates,
	}
}

// person is one of the crowd, with a browser of their own. After a failure they
// do nothing more.
type person struct {
	*crowd
	test   *testing.T
	client *http.Client
	failed error
}

func (c *crowd) person(t *testing.T) *person {
	t.Helper()
	jar, _ := cookiejar.New(nil) // fails for options alone
	return &person{crowd: c, test: t, client: &http.Client{
		Transport: c.transport, Jar: jar, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// does a request and returns what was answered, and where to go on.
func (p *person) does(r *http.Request, status int) (body []byte, location string) {
	if p.failed != nil {
		return nil, ""
	}
	begun := time.Now()
	response, err := p.client.Do(r)
	if err == nil {
		location = response.Header.Get("Location")
		body, err = io.ReadAll(response.Body)
		_ = response.Body.Close()
	}
	if err == nil && response.StatusCode != status {
		err = fmt.Errorf("status %d: %s", response.StatusCode, body)
	}
	if err != nil {
		p.failed = fmt.Errorf("%s %s: %w", r.Method, r.URL, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.took = append(p.took, time.Since(begun))
	if p.failed != nil {
		p.failures = append(p.failures, p.failed)
	}
	return body, location
}

func (p *person) sends(method, target, contentType, body string, status int) []byte {
	answer, _ := p.does(request(p.test, method, target, contentType, body), status)
	return answer
}

// manages calls the Management API.
func (p *person) manages(method, path, body string, status int) []byte {
	r := request(p.test, method, p.sandbox.LogtoURL()+"/api"+path, jsonType, body)
	r.Header.Set("Authorization", "Bearer "+p.token)
	answer, _ := p.does(r, status)
	return answer
}

// experiences calls the Experience API, as the page does.
func (p *person) experiences(method, path, body string, status int) []byte {
	return p.sends(method, p.sandbox.LogtoURL()+"/api/experience"+path, jsonType, body, status)
}

func (p *person) asksForToken() string {
	env := environ(p.sandbox)
	form := url.Values{"grant_type": {"client_credentials"}, "resource": {env["LOGTO_RESOURCE"]}, "scope": {"all"}}
	r := request(p.test, "POST", p.sandbox.LogtoURL()+"/oidc/token", formType, form.Encode())
	r.SetBasicAuth(env["LOGTO_M2M_APP_ID"], env["LOGTO_M2M_APP_SECRET"])
	answer, _ := p.does(r, http.StatusOK)
	return field(answer, "access_token")
}

// finds the code in the last mail to an address.
func (p *person) finds(address string) string {
	answer := p.sends("GET", p.sandbox.InboxURL()+"/api/messages?wait=20s&to="+url.QueryEscape(address), "", "", http.StatusOK)
	var messages []struct{ Code string }
	if json.Unmarshal(answer, &messages) != nil || len(messages) == 0 {
		return ""
	}
	return messages[0].Code
}

// report logs how long the requests took.
func (c *crowd) report(t *testing.T, over time.Duration) {
	t.Helper()
	slices.SortFunc(c.took, cmp.Compare[time.Duration])
	at := func(share float64) time.Duration {
		return c.took[int(share*float64(len(c.took)-1))].Round(100 * time.Microsecond)
	}
	t.Logf("%d requests in %s: %.0f a second, median %s, p99 %s, slowest %s", len(c.took), over.Round(time.Millisecond),
		float64(len(c.took))/over.Seconds(), at(0.5), at(0.99), at(1))
}

// field is a text in a JSON object, or nothing.
func field(document []byte, name string) string {
	var object map[string]any
	_ = json.Unmarshal(document, &object)
	text, _ := object[name].(string)
	return text
}

func encoded(value any) string {
	var document strings.Builder
	_ = json.NewEncoder(&document).Encode(value) // maps and texts, which always encode
	return document.String()
}
