package provider_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// TestAuthorize_shown are the requests after which nobody is sent anywhere:
// it is not certain where the browser would be safe.
func TestAuthorize_shown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const unregistered = "redirect_uri did not match any of the client's registered redirect_uris"
	tests := map[string]struct {
		asked             url.Values
		name, description string
	}{
		"no client":               {with(asking(), "client_id", ""), "invalid_request", "missing required parameter 'client_id'"},
		"unknown client":          {with(asking(), "client_id", "nope"), "invalid_client", "invalid client nope"},
		"client twice":            {url.Values{"client_id": {webID, webID}}, "invalid_request", "'client_id' parameter must not be provided twice"},
		"no redirect URIs at all": {with(asking(), "client_id", bareID), "invalid_redirect_uri", "redirect_uris must contain members"},
		"another redirect URI":    {with(asking(), "redirect_uri", "http://localhost:3000/other"), "invalid_redirect_uri", unregistered},
		"longer redirect URI":     {with(asking(), "redirect_uri", callback+"/x"), "invalid_redirect_uri", unregistered},
		"query in redirect URI":   {with(asking(), "redirect_uri", callback+"?x=1"), "invalid_redirect_uri", unregistered},
		"another port":            {with(asking(), "redirect_uri", "http://localhost:3001/callback"), "invalid_redirect_uri", unregistered},
		"another scheme":          {with(asking(), "redirect_uri", "https://localhost:3000/callback"), "invalid_redirect_uri", unregistered},
		"user in redirect URI":    {with(asking(), "redirect_uri", "http://x@localhost:3000/callback"), "invalid_redirect_uri", unregistered},
		"not a URI":               {with(asking(), "redirect_uri", "callback"), "invalid_redirect_uri", unregistered},
		"wrong twice":             {with(asking(), "redirect_uri", "http://evil.example/", "response_type", "token"), "invalid_redirect_uri", unregistered},
		"machine":                 {with(asking(), "client_id", m2mID), "invalid_redirect_uri", unregistered},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := h.browser(t).ask(t, tt.asked)
			got.refused(t, http.StatusBadRequest, tt.name, tt.description)
			shown := got.object(t)
			if shown["code"] != "oidc."+tt.name || shown["iss"] != h.url+"/oidc" {
				t.Errorf("shown %v", shown)
			}
			if state := shown["state"]; tt.asked.Has("state") && state != "st" {
				t.Errorf("state %v", state)
			}
			if got.location != "" {
				t.Errorf("the browser is sent to %s", got.location)
			}
		})
	}
}

// TestAuthorize_returned are the mistakes that the application is told about.
func TestAuthorize_returned(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	twice := asking()
	twice.Add("scope", "openid")
	twice.Add("nonce", "a")
	twice.Add("nonce", "b")
	tests := map[string]struct {
		asked             url.Values
		name, description string
	}{
		"no response type":       {with(asking(), "response_type", ""), "invalid_request", "missing required parameter 'response_type'"},
		"unknown response type":  {with(asking(), "response_type", "coffee"), "unsupported_response_type", "unsupported response_type requested"},
		"unknown response mode":  {with(asking(), "response_mode", "pigeon"), "unsupported_response_mode", "unsupported response_mode requested"},
		"registration":           {with(asking(), "registration", "{}"), "registration_not_supported", ""},
		"request object":         {with(asking(), "request", "x"), "request_not_supported", ""},
		"request URI":            {with(asking(), "request_uri", "urn:x"), "request_uri_not_supported", ""},
		"parameters twice":       {twice, "invalid_request", "'nonce' and 'scope' parameters must not be provided twice"},
		"unknown prompt":         {with(asking(), "prompt", "select_account"), "invalid_request", "unsupported prompt value requested"},
		"none and another":       {with(asking(), "prompt", "none consent"), "invalid_request", "prompt none must only be used alone"},
		"nonce without openid":   {with(asking(), "scope", "profile", "nonce", "n"), "invalid_request", "openid scope must be requested when using the nonce parameter"},
		"plain challenge":        {with(asking(), "code_challenge_method", "plain"), "invalid_request", "not supported value of code_challenge_method"},
		"challenge, no method":   {with(asking(), "code_challenge_method", ""), "invalid_request", "code_challenge_method must be provided"},
		"method, no challenge":   {with(asking(), "code_challenge", ""), "invalid_request", "code_challenge must be provided with code_challenge_method"},
		"short challenge":        {with(asking(), "code_challenge", "short"), "invalid_request", "code_challenge must be a string with a minimum length of 43 characters"},
		"long challenge":         {with(asking(), "code_challenge", strings.Repeat("x", 129)), "invalid_request", "code_challenge must be a string with a maximum length of 128 characters"},
		"strange challenge":      {with(asking(), "code_challenge", strings.Repeat("ä", 43)), "invalid_request", "code_challenge contains invalid characters"},
		"no PKCE in an SPA":      {with(asking(), "client_id", spaID, "code_challenge", "", "code_challenge_method", ""), "invalid_request", "Authorization Server policy requires PKCE to be used for this request"},
		"no PKCE in a native":    {with(asking(), "client_id", nativeID, "code_challenge", "", "code_challenge_method", ""), "invalid_request", "Authorization Server policy requires PKCE to be used for this request"},
		"relative resource":      {with(asking(), "resource", "/api"), "invalid_target", "resource indicator must be an absolute URI"},
		"fragment in resource":   {with(asking(), "resource", api+"#x"), "invalid_target", "resource indicator must not contain a fragment component"},
		"unknown resource":       {with(asking(), "resource", "https://example.com/api"), "invalid_target", "resource indicator is missing, or unknown"},
		"max_age in words":       {with(asking(), "max_age", "soon"), "invalid_request", "invalid max_age parameter value"},
		"negative max_age":       {with(asking(), "max_age", "-1"), "invalid_request", "invalid max_age parameter value"},
		"broken max_age":         {with(asking(), "max_age", "1.5"), "invalid_request", "invalid max_age parameter value"},
		"unsafe max_age":         {with(asking(), "max_age", "9007199254740992"), "invalid_request", "invalid max_age parameter value"},
		"huge max_age":           {with(asking(), "max_age", "0xffffffffffffffffff"), "invalid_request", "invalid max_age parameter value"},
		"infinite max_age":       {with(asking(), "max_age", "Infinity"), "invalid_request", "invalid max_age parameter value"},
		"max_age in Go's way":    {with(asking(), "max_age", "1_000"), "invalid_request", "invalid max_age parameter value"},
		"signed hexadecimal":     {with(asking(), "max_age", "+0x10"), "invalid_request", "invalid max_age parameter value"},
		"hint that is no token":  {with(asking(), "id_token_hint", "x"), "invalid_request", "could not validate id_token_hint"},
		"nobody to be asked":     {with(asking(), "prompt", "none"), "login_required", "End-User authentication is required"},
		"method without openid":  {with(asking(), "scope", "profile", "max_age", "5"), "invalid_request", "openid scope must be requested when using the max_age parameter"},
		"query mode for a token": {with(asking(), "response_type", "code id_token", "response_mode", "query"), "invalid_request", "requested response_mode is not allowed for the requested response_type"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := h.browser(t).ask(t, tt.asked).goes(t, http.StatusSeeOther, callback+"?error=")
			if got.query(t, "error") != tt.name || got.query(t, "error_description") != tt.description {
				t.Errorf("told in %s", got.location)
			}
			if got.query(t, "state") != "st" || got.query(t, "iss") != h.url+"/oidc" {
				t.Errorf("state or issuer are missing in %s", got.location)
			}
		})
	}
}

// TestAuthorize_implicit answers in the fragment, where tokens would be.
func TestAuthorize_implicit(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, kind := range []string{"id_token", "code id_token", "id_token code"} {
		got := h.browser(t).ask(t, with(asking(), "response_type", kind, "nonce", "n"))
		got.goes(t, http.StatusSeeOther, callback+"#error=invalid_request&error_description=requested+response_type+is+not+allowed")
	}
}

func TestAuthorize_post(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(t).post(t, "/oidc/auth", asking()).goes(t, http.StatusSeeOther, "/sign-in?app_id="+webID)
	h.browser(t).post(t, "/oidc/auth", url.Values{"state": {strings.Repeat("x", 60<<10)}}).
		refused(t, http.StatusBadRequest, "invalid_request", "failed to parse the request body")
}

func TestAuthorize_onlyRedirectURI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.browser(t).ask(t, with(asking(), "redirect_uri", "")).goes(t, http.StatusSeeOther, "/sign-in?")
	h.directory.change(webID, func(app *provider.Application) { app.RedirectURIs = []string{callback, "http://localhost:4000/"} })
	h.browser(t).ask(t, with(asking(), "redirect_uri", "")).
		refused(t, http.StatusBadRequest, "invalid_request", "missing required parameter 'redirect_uri'")
}

func TestAuthorize_firstScreen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	app := "?app_id=" + webID
	tests := map[string]struct {
		extra []string
		want  string
	}{
		"nothing":           {nil, "/sign-in" + app},
		"sign in":           {[]string{"first_screen", "sign_in"}, "/sign-in" + app},
		"old sign in":       {[]string{"first_screen", "signIn"}, "/sign-in" + app},
		"register":          {[]string{"first_screen", "register"}, "/register" + app},
		"old sign up":       {[]string{"interaction_mode", "signUp"}, "/register" + app},
		"screen beats mode": {[]string{"first_screen", "sign_in", "interaction_mode", "signUp"}, "/sign-in" + app},
		"recovery":          {[]string{"first_screen", "reset_password"}, "/reset-password" + app},
		"by identifier": {
			[]string{"first_screen", "identifier:register", "identifier", "email phone"},
			"/identifier-register" + app + "&identifier=email+phone",
		},
		"enterprise":                     {[]string{"first_screen", "single_sign_on"}, "/single-sign-on" + app},
		"hint and language":              {[]string{"login_hint", "a@b.c", "ui_locales", "de en"}, "/sign-in" + app + "&ui_locales=de+en&login_hint=a%40b.c"},
		"unknown screen":                 {[]string{"first_screen", "moon", "login_hint", "x"}, "/sign-in" + app},
		"unknown mode":                   {[]string{"interaction_mode", "dance", "login_hint", "x"}, "/sign-in" + app},
		"social, of which there is none": {[]string{"direct_sign_in", "social:google"}, "/sign-in" + app},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := h.browser(t).ask(t, with(asking(), tt.extra...)); got.location != tt.want {
				t.Errorf("sent to %s, want %s", got.location, tt.want)
			}
		})
	}
}

func TestAuthorize_responseModes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	finish := func(mode string) page {
		b := h.browser(t)
		b.ask(t, with(asking(), "response_mode", mode, "state", `"><script>`)).goes(t, http.StatusSeeOther, "/sign-in?")
		at := b.get(t, b.login(t, ann))
		return b.get(t, b.get(t, at.location).location)
	}
	finish("query").goes(t, http.StatusSeeOther, callback+"?code=")
	finish("fragment").goes(t, http.StatusSeeOther, callback+"#code=")
	form := finish("form_post")
	for _, want := range []string{
		`<form method="post" action="` + callback + `">`, `name="code" value="`,
		`name="state" value="&#34;&gt;&lt;script&gt;"`, `name="iss" value="` + h.url + `/oidc"`,
	} {
		if form.status != http.StatusOK || !strings.Contains(form.body, want) {
			t.Errorf("status %d, no %s in\n%s", form.status, want, form.body)
		}
	}
	refused := h.browser(t).ask(t, with(asking(), "response_mode", "form_post", "prompt", "none"))
	if refused.status != http.StatusBadRequest || !strings.Contains(refused.body, `name="error" value="login_required"`) {
		t.Errorf("status %d: %s", refused.status, refused.body)
	}
}

// TestAuthorize_failure shows that what breaks in the sandbox is not explained to a browser.
func TestAuthorize_failure(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.directory.broken = true
	got := h.browser(t).ask(t, asking())
	got.refused(t, http.StatusInternalServerError, "server_error", "oops! something went wrong")
	if strings.Contains(got.body, "fire") {
		t.Errorf("explained: %s", got.body)
	}
}
