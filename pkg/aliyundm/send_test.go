package aliyundm_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestSingleSendMail_wire(t *testing.T) {
	t.Parallel()
	basic := url.Values{
		"AccountName":    {"noreply@mail.example.com"},
		"AddressType":    {"1"},
		"HtmlBody":       {"<p>123456</p>"},
		"ReplyToAddress": {"false"},
		"Subject":        {"Your code"},
		"ToAddress":      {"you@example.com"},
	}
	with := func(changes url.Values) url.Values {
		form := url.Values{}
		for _, values := range []url.Values{basic, changes} {
			for key, value := range values {
				form[key] = value
			}
		}
		return form
	}
	tests := map[string]struct {
		change func(*aliyundm.SingleSendMailRequest)
		want   url.Values
	}{
		"what Logto's connector sends": {
			change: func(*aliyundm.SingleSendMailRequest) {},
			want:   basic,
		},
		"every field": {
			change: func(m *aliyundm.SingleSendMailRequest) {
				m.TextBody, m.FromAlias, m.TagName, m.ReplyAddress = "123456", "Bookstore", "login", "help@example.com"
				m.ReplyToAddress, m.ClickTrace = true, true
				m.AddressType = aliyundm.AddressTypeSender
			},
			want: with(url.Values{
				"TextBody": {"123456"}, "FromAlias": {"Bookstore"}, "TagName": {"login"},
				"ReplyAddress": {"help@example.com"}, "ReplyToAddress": {"true"}, "ClickTrace": {"1"},
			}),
		},
		"random address": {
			change: func(m *aliyundm.SingleSendMailRequest) { m.AddressType = aliyundm.AddressTypeRandom },
			want:   with(url.Values{"AddressType": {"0"}}),
		},
		"address type of the future": {
			change: func(m *aliyundm.SingleSendMailRequest) { m.AddressType = 2 },
			want:   with(url.Values{"AddressType": {"2"}}),
		},
		"special characters": {
			change: func(m *aliyundm.SingleSendMailRequest) { m.Subject = "a b*c~d'e(f)!+g/中%20&=;:@" },
			want:   with(url.Values{"Subject": {"a b*c~d'e(f)!+g/中%20&=;:@"}}),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, respond(200, jsonType, sentBody))
			mail := exampleMail()
			test.change(&mail)

			result, err := newClient(t, server.URL).SingleSendMail(t.Context(), mail)
			if err != nil {
				t.Fatal(err)
			}
			want := aliyundm.SendResult{EnvID: "600000123456789642", RequestID: "A-1"}
			if diff := cmp.Diff(want, result); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, server.seen()[0].form); diff != "" {
				t.Errorf("form (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSingleSendMail_request(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, sentBody))
	credentials := exampleCredentials()
	credentials.SecurityToken = "CAISExampleSecurityToken+/="
	client := newClient(t, server.URL, aliyundm.WithCredentials(credentials))
	if _, err := client.SingleSendMail(t.Context(), exampleMail()); err != nil {
		t.Fatal(err)
	}

	seen := server.seen()[0]
	if seen.method != http.MethodPost || seen.path != "/" {
		t.Errorf("request is %s %s, want POST /", seen.method, seen.path)
	}
	if want := strings.TrimPrefix(server.URL, "http://"); seen.host != want {
		t.Errorf("Host is %q, want %q: it is signed with its port", seen.host, want)
	}
	if len(seen.query) != 0 {
		t.Errorf("query is %v, want all parameters in the form", seen.query)
	}
	for key, want := range map[string]string{
		"X-Acs-Action":         "SingleSendMail",
		"X-Acs-Version":        "2015-11-23",
		"X-Acs-Security-Token": "CAISExampleSecurityToken+/=",
		"X-Acs-Accesskey-Id":   accessKeyID,
		"Content-Type":         "application/x-www-form-urlencoded",
	} {
		if got := seen.header.Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if want := "ACS3-HMAC-SHA256 Credential=" + accessKeyID + ","; !strings.HasPrefix(seen.header.Get("Authorization"), want) {
		t.Errorf("Authorization is %q, want it to begin with %q", seen.header.Get("Authorization"), want)
	}
	for _, values := range seen.header {
		if strings.Contains(strings.Join(values, " "), accessKeySecret) {
			t.Error("the AccessKey secret is in a header")
		}
	}
	if strings.Contains(seen.body, "RegionId") {
		t.Errorf("the body has a RegionId: %s", seen.body)
	}
}

func TestSingleSendMail_needsEnvID(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body  string
		envID string // of a success
	}{
		"text":             {body: sentBody, envID: "600000123456789642"},
		"number":           {body: `{"EnvId":600000123456789642,"RequestId":"A-1"}`, envID: "600000123456789642"},
		"empty object":     {body: `{}`},
		"only request id":  {body: `{"RequestId":"A-1"}`},
		"empty":            {body: `{"EnvId":"","RequestId":"A-1"}`},
		"null":             {body: `{"EnvId":null}`},
		"object":           {body: `{"EnvId":{"a":1}}`},
		"array of answers": {body: `[` + sentBody + `]`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, respond(200, jsonType, test.body))
			result, err := newClient(t, server.URL).SingleSendMail(t.Context(), exampleMail())
			if len(server.seen()) != 1 {
				t.Errorf("%d requests, want 1", len(server.seen()))
			}
			if test.envID != "" {
				if err != nil || result.EnvID != test.envID {
					t.Fatalf("got %q, %v; want %q", result.EnvID, err, test.envID)
				}
				return
			}
			if !errors.Is(err, aliyundm.ErrUnexpectedResponse) || !errors.Is(err, aliyundm.ErrUncertain) {
				t.Errorf("error is %v, want an unexpected response and an uncertain outcome", err)
			}
		})
	}
}

func TestSingleSendMail_errorNamesTheMail(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(404, jsonType, errorBody("InvalidMailAddress.NotFound")))
	_, err := newClient(t, server.URL).SingleSendMail(t.Context(), exampleMail())
	want := `send a mail from "noreply@mail.example.com" to "you@example.com": SingleSendMail at ` +
		strings.TrimPrefix(server.URL, "http://") +
		": InvalidMailAddress.NotFound: Something is wrong (HTTP 404, request id A-1)"
	if err == nil || err.Error() != want {
		t.Errorf("error is\n%v\nwant\n%s", err, want)
	}
}

func TestWithReadOnly(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, summaryBody))
	client := newClient(t, server.URL, aliyundm.WithReadOnly())

	_, err := client.SingleSendMail(t.Context(), exampleMail())
	if !errors.Is(err, aliyundm.ErrReadOnly) || errors.Is(err, aliyundm.ErrUncertain) {
		t.Errorf("error is %v, want read-only and nothing uncertain about it", err)
	}
	if len(server.seen()) != 0 {
		t.Error("a request left the read-only client")
	}
	if _, err := client.DescAccountSummary(t.Context()); err != nil {
		t.Errorf("a read failed: %v", err)
	}
}
