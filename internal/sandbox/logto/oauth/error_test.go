package oauth_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

const issuer = "http://localhost:3001/oidc"

func TestError_write(t *testing.T) {
	t.Parallel()
	returned := oauth.InvalidRequest("a <b> & c")
	returned.State, returned.Issuer = "st", issuer
	tests := map[string]struct {
		refused *oauth.Error
		status  int
		body    string
	}{
		"request": {returned, 400, `{"code":"oidc.invalid_request","message":"Request is invalid.","error":"invalid_request",` +
			`"error_description":"a <b> & c","state":"st","iss":"http://localhost:3001/oidc"}`},
		"grant": {oauth.InvalidGrant(), 400, `{"code":"oidc.invalid_grant","message":"Grant request is invalid.",` +
			`"error_uri":"https://openid.sh/debug/invalid_grant","error":"invalid_grant","error_description":"grant request is invalid"}`},
		"scope": {oauth.InvalidScope("no", "email phone"), 400, `{"code":"oidc.invalid_scope","message":"Invalid scope: {{error_description}}.",` +
			`"error":"invalid_scope","error_description":"no","scope":"email phone"}`},
		"target":  {oauth.InvalidTarget("no"), 400, `{"code":"oidc.invalid_target","message":"Invalid resource indicator.","error":"invalid_target","error_description":"no"}`},
		"session": {oauth.InvalidRequest("interaction session not found"), 400, `{"code":"session.not_found","message":"Session not found. Please go back and sign in again.","error":"invalid_request","error_description":"interaction session not found"}`},
		"twice":   {oauth.Repeated("x"), 400, `{"code":"oidc.invalid_request","message":"Request is invalid.","error":"invalid_request","error_description":"'x' parameter must not be provided twice"}`},
		"client":  {oauth.Unauthenticated(), 401, `{"code":"oidc.invalid_client","message":"An OIDC error occurred: oidc.invalid_client.","error":"invalid_client","error_description":"client authentication failed"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := httptest.NewRecorder()
			tt.refused.Write(got, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/oidc/token", nil), issuer)
			if diff := cmp.Diff(tt.body, got.Body.String()); diff != "" || got.Code != tt.status {
				t.Errorf("status %d, want %d\n%s", got.Code, tt.status, diff)
			}
			if got.Header().Get("WWW-Authenticate") != "" {
				t.Error("challenged without having authenticated by header")
			}
		})
	}
}

// TestError_messages has a sentence for every error that the provider makes.
func TestError_messages(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"invalid_token": "Invalid token provided.", "insufficient_scope": "Token missing scope `{{scope}}`.",
		"invalid_redirect_uri":   "`redirect_uri` did not match any of the client's registered `redirect_uris`.",
		"unsupported_grant_type": "Unsupported `grant_type` requested.", "unsupported_response_type": "Unsupported `response_type` requested.",
		"unsupported_response_mode": "Unsupported `response_mode` requested.", "access_denied": "Access denied.",
		"server_error": "An unknown OIDC error occurred. Please try again later.", "login_required": "An OIDC error occurred: oidc.login_required.",
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/oidc/auth", nil)
		if got := oauth.Refuse(http.StatusBadRequest, name, "").Answer(request).Message; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestError_session: the words of the description decide which code it is.
func TestError_session(t *testing.T) {
	t.Parallel()
	for description, want := range map[string]string{
		"interaction session id cookie not found":                 "session.not_found",
		"session not found":                                       "session.not_found",
		"authorization request has expired":                       "session.not_found",
		"authorization session and cookie identifier mismatch":    "oidc.invalid_request",
		"interaction session and authentication session mismatch": "oidc.invalid_request",
		"interaction client_id mismatch":                          "oidc.invalid_request",
		"session principal changed":                               "oidc.invalid_request",
		"client not found":                                        "oidc.invalid_request",
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/oidc/auth", nil)
		if got := oauth.InvalidRequest(description).Answer(request).Code; got != want {
			t.Errorf("%s: %s, want %s", description, got, want)
		}
	}
}

func TestError_raw(t *testing.T) {
	t.Parallel()
	for _, refused := range []*oauth.Error{oauth.InvalidRequest("no"), oauth.InvalidRequest("session not found")} {
		got := httptest.NewRecorder()
		refused.Write(got, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/oidc/auth?parse_error=false", nil), issuer)
		if want := `{"error":"invalid_request","error_description":"` + refused.Description + `"}`; got.Body.String() != want {
			t.Errorf("%s, want %s", got.Body, want)
		}
	}
	if got := oauth.InvalidRequest("no").Error(); got != "invalid_request: no" {
		t.Errorf("error %q", got)
	}
}

func TestError_challenge(t *testing.T) {
	t.Parallel()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/oidc/token", nil)
	request.Header.Set("Authorization", "Basic x")
	got := httptest.NewRecorder()
	oauth.Unauthenticated().Write(got, request, issuer)
	if want := `Basic realm="` + issuer + `", error="invalid_client", error_description="client authentication failed"`; got.Header().Get("WWW-Authenticate") != want {
		t.Errorf("challenge %s, want %s", got.Header().Get("WWW-Authenticate"), want)
	}
	got = httptest.NewRecorder()
	oauth.InvalidScope("no", "email").Challenge(got, issuer)
	if want := `Bearer realm="` + issuer + `", error="invalid_scope", error_description="no", scope="email"`; got.Header().Get("WWW-Authenticate") != want {
		t.Errorf("challenge %s, want %s", got.Header().Get("WWW-Authenticate"), want)
	}
}
