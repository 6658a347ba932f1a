package provider_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const jsonType = "application/json"

// TestReadForm: every endpoint reads its body in the same way.
func TestReadForm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for path, missing := range map[string]string{
		"/oidc/token":               "no client authentication mechanism provided",
		"/oidc/token/revocation":    "no client authentication mechanism provided",
		"/oidc/token/introspection": "no client authentication mechanism provided",
		"/oidc/me":                  "no access token provided",
		"/oidc/session/end/confirm": "could not find logout details",
	} {
		send := func(kind, body string) page {
			return h.browser(t).send(t, http.MethodPost, path, body, "Content-Type", kind)
		}
		described := func(got page) string { text, _ := got.object(t)["error_description"].(string); return text }
		for name, tt := range map[string]struct{ kind, body, want string }{
			"nothing":         {"", "", missing},
			"no type":         {"", "x=y", missing},
			"malformed json":  {jsonType, `{`, missing},
			"a json text":     {jsonType, `"x"`, missing},
			"null byte":       {"text/plain", "a\x00b", "null bytes are not allowed in the request body"},
			"null byte, form": {"application/x-www-form-urlencoded", "a=\x00", "null bytes are not allowed in the request body"},
			"too long":        {jsonType, strings.Repeat(" ", 57<<10), "failed to parse the request body"},
			"another type": {
				"text/plain; charset=utf-8", "x=y",
				"only application/x-www-form-urlencoded content-type bodies are supported on POST " + strings.TrimPrefix(path, "/oidc"),
			},
		} {
			if got := described(send(tt.kind, tt.body)); got != tt.want {
				t.Errorf("%s, %s: %q, want %q", path, name, got, tt.want)
			}
		}
	}
}

func TestReadForm_json(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	token := h.tokens(t, asking(), ann)["access_token"].(string)
	send := func(path, body string) page {
		return h.browser(t).send(t, http.MethodPost, path, body, "Content-Type", jsonType+"; charset=utf-8")
	}
	same(t, http.StatusOK, send("/oidc/me", `{"access_token":"`+token+`"}`).status)
	same(t, http.StatusOK, send("/oidc/me", `{"access_token":["`+token+`"],"scope":null,"x":{},"y":[]}`).status)
	credentials := `"client_id":"` + webID + `","client_secret":"` + webKey + `"`
	send("/oidc/token/introspection", `{`+credentials+`,"token":[1,true]}`).
		refused(t, http.StatusBadRequest, "invalid_request", "'token' parameter must not be provided twice")
	same(t, true, send("/oidc/token/introspection", `{`+credentials+`,"token":"`+token+`"}`).object(t)["active"])
}

// TestReadForm_escapes: Node takes what is escaped wrongly as it is written.
func TestReadForm_escapes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(t).send(t, http.MethodPost, "/oidc/token", "client_id=100%&x;y=z").
		refused(t, http.StatusBadRequest, "invalid_client", "invalid client 100%")
}

// TestAuthorize_forwarded: a POST is taken for a GET, when a query can say the same.
func TestAuthorize_forwarded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	send := func(path, kind, body string) page {
		return h.browser(t).send(t, http.MethodPost, path, body, "Content-Type", kind)
	}
	asked := `"client_id":"` + webID + `","response_type":"code","scope":"openid","max_age":300`
	send("/oidc/auth", jsonType, `{`+asked+`}`).goes(t, http.StatusSeeOther, "/sign-in?app_id="+webID)
	send("/oidc/auth", jsonType, `{`+asked+`,"state":["a",true]}`).
		goes(t, http.StatusSeeOther, callback+"?error=invalid_request&error_description=%27state%27+parameter")
	for name, body := range map[string][2]string{
		"text":        {"text/plain", "client_id=" + webID},
		"no type":     {"", ""},
		"malformed":   {jsonType, `{`},
		"a list":      {jsonType, `[]`},
		"null":        {jsonType, `{` + asked + `,"state":null}`},
		"an object":   {jsonType, `{` + asked + `,"state":{}}`},
		"list of one": {jsonType, `{` + asked + `,"state":["x"]}`},
	} {
		for _, path := range []string{"/auth", "/session/end"} {
			got := send("/oidc"+path, body[0], body[1])
			if got.status != http.StatusNotFound || !strings.Contains(got.body, "unrecognized route or not allowed method (POST on "+path+")") {
				t.Errorf("%s: status %d %s", name, got.status, got.body)
			}
		}
	}
	long := url.Values{"client_id": {webID}, "state": {strings.Repeat("x", 17<<10)}}.Encode()
	for _, path := range []string{"/oidc/auth", "/oidc/session/end"} {
		send(path, "application/x-www-form-urlencoded", long).
			refused(t, http.StatusBadRequest, "invalid_request", "failed to parse the request body")
	}
}
