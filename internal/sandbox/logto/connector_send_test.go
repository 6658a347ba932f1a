package logto_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// sendTest asks for a test mail with a config, and with what else a test sets.
func (s *sandbox) sendTest(tb testing.TB, factory string, body map[string]any) reply {
	tb.Helper()
	return s.api(tb, http.MethodPost, "/connectors/"+factory+"/test", encode(tb, body))
}

// TestSend_asTheRealConnector compares the parameters with a request of the
// real connector, which was recorded.
func TestSend_asTheRealConnector(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("testdata/connector-request.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Request struct {
			Body string `json:"body"`
		} `json:"request"`
	}
	if err := json.Unmarshal(document, &recorded); err != nil {
		t.Fatal(err)
	}
	want, err := url.ParseQuery(recorded.Request.Body)
	if err != nil {
		t.Fatal(err)
	}
	config := aliyunConfig(map[string]any{
		"accessKeyId": "LTAI5tExampleKeyId", "accessKeySecret": "ExampleSecretDoNotUse", "fromAlias": want.Get("FromAlias"),
	})
	templates := config["templates"].([]any)
	templates[3] = map[string]any{
		"usageType": "Generic",
		"subject":   strings.Replace(want.Get("Subject"), "123456", "{{code}}", 1),
		"content":   strings.Replace(want.Get("HtmlBody"), "123456", "{{ code }}", 1),
	}
	s := newSandbox(t)
	s.sendTest(t, aliyun, map[string]any{"email": want.Get("ToAddress"), "config": config}).wants(t, http.StatusNoContent)
	got, region := s.mail.last(t)
	if region != "cn-hangzhou" {
		t.Errorf("posted to %s", region)
	}
	checkSignature(t, got, "ExampleSecretDoNotUse")
	for _, volatile := range []string{"Signature", "SignatureNonce", "Timestamp"} {
		if want.Get(volatile) == "" || got.Get(volatile) == "" {
			t.Errorf("no %s", volatile)
		}
		want.Del(volatile)
		got.Del(volatile)
	}
	for _, text := range []string{"Subject", "HtmlBody"} {
		want.Set(text, strings.Replace(want.Get(text), "123456", "000000", 1))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-recorded +sandbox\n%s", diff)
	}
}

// checkSignature signs the parameters again, as Direct Mail does.
func checkSignature(t *testing.T, parameters url.Values, secret string) {
	t.Helper()
	signed := url.Values{}
	for name, values := range parameters {
		if name != "Signature" {
			signed[name] = values
		}
	}
	if want := directmail.SignRPC(http.MethodPost, signed, secret); parameters.Get("Signature") != want {
		t.Errorf("signature %q, want %q", parameters.Get("Signature"), want)
	}
}

func TestSend_eachRequestHasItsOwnNonceAndTime(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	seen := map[string]bool{}
	for range 3 {
		s.sendTest(t, aliyun, map[string]any{"email": "you@example.com", "config": aliyunConfig(nil)}).wants(t, http.StatusNoContent)
		sent, _ := s.mail.last(t)
		nonce := sent.Get("SignatureNonce")
		if seen[nonce] || !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(nonce) {
			t.Errorf("nonce %q", nonce)
		}
		seen[nonce] = true
		if sent.Get("Timestamp") != "2026-11-22T18:00:00Z" {
			t.Errorf("timestamp %q", sent.Get("Timestamp"))
		}
	}
}

func TestSend_regions(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	for _, region := range []string{"cn-hangzhou", "ap-southeast-1", "ap-southeast-2", "eu-central-1", "us-east-1"} {
		s.sendTest(t, aliyun, map[string]any{"email": "you@example.com", "config": aliyunConfig(map[string]any{"regionId": region})}).
			wants(t, http.StatusNoContent)
		if sent, posted := s.mail.last(t); posted != region || sent.Get("RegionId") != region {
			t.Errorf("%s: posted to %s with %s", region, posted, sent.Get("RegionId"))
		}
	}
}

// TestSend_shadowing puts templates beside the connector's own, and looks whose
// words the mail has.
func TestSend_shadowing(t *testing.T) {
	t.Parallel()
	row := func(language, usageType string) map[string]any {
		return map[string]any{"languageTag": language, "templateType": usageType, "details": map[string]any{
			"subject": language + " " + usageType, "content": "{{code}} {{locale}} {{application.name}}", "sendFrom": "Shop {{code}}",
		}}
	}
	tests := map[string]struct {
		rows           []any
		locale         string
		subject, alias string
		content        string
	}{
		"none":                      {nil, "", "Generic 000000", "", "Your code is 000000."},
		"fallback language":         {[]any{row("en", "Generic")}, "", "en Generic", "Shop 000000", "000000 {{locale}} {{application.name}}"},
		"another language":          {[]any{row("ja", "Generic")}, "", "Generic 000000", "", "Your code is 000000."},
		"the mail's language":       {[]any{row("en", "Generic"), row("ja", "Generic")}, "ja", "ja Generic", "Shop 000000", "000000 ja {{application.name}}"},
		"language without a row":    {[]any{row("en", "Generic"), row("ja", "Generic")}, "fr", "en Generic", "Shop 000000", "000000 fr {{application.name}}"},
		"row of another usage type": {[]any{row("en", "SignIn")}, "", "Generic 000000", "", "Your code is 000000."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSandbox(t)
			if tt.rows != nil {
				s.api(t, http.MethodPut, "/email-templates", encode(t, map[string]any{"templates": tt.rows})).wants(t, http.StatusOK)
			}
			body := map[string]any{"email": "you@example.com", "config": aliyunConfig(nil)}
			if tt.locale != "" {
				body["locale"] = tt.locale
			}
			s.sendTest(t, aliyun, body).wants(t, http.StatusNoContent)
			sent, _ := s.mail.last(t)
			got := []string{sent.Get("Subject"), sent.Get("FromAlias"), sent.Get("HtmlBody")}
			if want := []string{tt.subject, tt.alias, tt.content}; !slices.Equal(got, want) {
				t.Errorf("sent %q, want %q", got, want)
			}
			if _, present := sent["FromAlias"]; present != (tt.alias != "") {
				t.Errorf("FromAlias sent: %v", present)
			}
		})
	}
}

func TestSend_shadowingKeepsTheConfiguredAlias(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	s.api(t, http.MethodPut, "/email-templates",
		`{"templates":[{"languageTag":"en","templateType":"Generic","details":{"subject":"row","content":"c"}}]}`).wants(t, http.StatusOK)
	s.sendTest(t, aliyun, map[string]any{"email": "you@example.com", "config": aliyunConfig(map[string]any{"fromAlias": "Bookstore"})}).
		wants(t, http.StatusNoContent)
	if sent, _ := s.mail.last(t); sent.Get("Subject") != "row" || sent.Get("FromAlias") != "Bookstore" {
		t.Errorf("sent %v", sent)
	}
}

func TestSend_fallbackLanguageOfTheTenant(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	s.api(t, http.MethodPatch, "/sign-in-exp", `{"languageInfo":{"autoDetect":true,"fallbackLanguage":"de"}}`).wants(t, http.StatusOK)
	s.api(t, http.MethodPut, "/email-templates",
		`{"templates":[{"languageTag":"de","templateType":"Generic","details":{"subject":"deutsch","content":"c"}}]}`).wants(t, http.StatusOK)
	s.sendTest(t, aliyun, map[string]any{"email": "you@example.com", "config": aliyunConfig(nil)}).wants(t, http.StatusNoContent)
	if sent, _ := s.mail.last(t); sent.Get("Subject") != "deutsch" {
		t.Errorf("sent %q", sent.Get("Subject"))
	}
}

func TestSend_whatTheProviderSays(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		body   string
		code   string
		data   any
	}{
		"refusal":           {403, `{"Code":"Forbidden.RAM","Message":"no","X":1}`, "connector.general", map[string]any{"Code": "Forbidden.RAM", "errorDescription": "no"}},
		"refusal, no code":  {400, `{"Message":"no"}`, "connector.invalid_response", nil},
		"gateway's page":    {502, `<html>`, "connector.invalid_response", map[string]any{"message": "<html>"}},
		"empty refusal":     {500, ``, "connector.invalid_response", map[string]any{"message": ""}},
		"success, not JSON": {200, `ok`, "connector.invalid_response", map[string]any{"message": "ok"}},
		"success, no id":    {200, `{"RequestId":"x"}`, "connector.invalid_response", nil},
		"success, a number": {200, `{"RequestId":"x","EnvId":1}`, "connector.invalid_response", nil},
		"success, an error": {200, `{"Code":"X","Message":"m","RequestId":"x"}`, "connector.invalid_response", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSandbox(t)
			s.mail.answers(func(w http.ResponseWriter) {
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			})
			got := s.sendTest(t, aliyun, map[string]any{"email": "you@example.com", "config": aliyunConfig(nil)})
			got.refused(t, http.StatusBadRequest, tt.code)
			if diff := cmp.Diff(tt.data, got.object(t)["data"]); tt.data != nil && diff != "" {
				t.Errorf("data: -want +got\n%s", diff)
			}
			if tt.data == nil {
				got.contains(t, `"name":"ZodError"`)
			}
		})
	}
}

func TestSend_unreachableProvider(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	s.mail.answers(func(w http.ResponseWriter) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = connection.Close()
		}
	})
	got := s.sendTest(t, aliyun, map[string]any{"email": "you@example.com", "config": aliyunConfig(nil)}).wants(t, http.StatusInternalServerError)
	if string(got.body) != `{"message":"Internal server error."}` {
		t.Errorf("answered %s", got.body)
	}
}

func TestConnectorTest_refuses(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	config := aliyunConfig(nil)
	s.sendTest(t, aliyun, map[string]any{"phone": "123", "config": config}).refused(t, http.StatusBadRequest, "connector.unexpected_type")
	nobody := s.sendTest(t, aliyun, map[string]any{"config": config})
	nobody.refused(t, http.StatusBadRequest, "guard.invalid_input")
	if nobody.message(t) != "The request {{type}} is invalid." {
		t.Errorf("message %q", nobody.message(t))
	}
	s.sendTest(t, "oauth2", map[string]any{"email": "a@b.c", "config": config}).contains(t, "for type: Email.")
	s.sendTest(t, "nope", map[string]any{"phone": "123", "config": config}).contains(t, "for type: Sms.")
	unsupported := s.sendTest(t, smtp, map[string]any{"email": "a@b.c", "config": smtpConfig()})
	unsupported.refused(t, http.StatusBadRequest, "connector.general")
	unsupported.contains(t, "The sandbox does not send through SMTP.")
	if s.mail.count() != 0 {
		t.Error("a refused test sent a mail")
	}
}
