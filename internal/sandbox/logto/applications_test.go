package logto_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestApplications_create(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	tests := map[string]struct {
		body   string
		status int
		code   string
	}{
		"SAML":                          {`{"name":"x","type":"SAML"}`, 400, "application.saml.use_saml_app_api"},
		"protected, no metadata":        {`{"name":"x","type":"Protected"}`, 400, "application.protected_app_metadata_is_required"},
		"protected":                     {`{"name":"x","type":"Protected","protectedAppMetadata":{"host":"h","origin":"o","sessionDuration":1,"pageRules":[]}}`, 400, "application.protected_app_not_configured"},
		"device flow on the web":        {`{"name":"x","type":"Traditional","customClientMetadata":{"isDeviceFlow":true}}`, 422, "application.device_flow_native_only"},
		"device flow":                   {`{"name":"x","type":"Native","customClientMetadata":{"isDeviceFlow":true}}`, 200, ""},
		"third-party machine":           {`{"name":"x","type":"MachineToMachine","isThirdParty":true}`, 400, "application.invalid_third_party_application_type"},
		"third party":                   {`{"name":"x","type":"SPA","isThirdParty":true}`, 200, ""},
		"third party exchanging tokens": {`{"name":"x","type":"SPA","isThirdParty":true,"customClientMetadata":{"allowTokenExchange":true}}`, 422, "application.third_party_application_cannot_enable_token_exchange"},
		"long but not too long":         {`{"name":"` + strings.Repeat("x", 256) + `","type":"SPA"}`, 200, ""},
		"limit of grants":               {`{"name":"x","type":"SPA","customClientMetadata":{"maxAllowedGrants":3}}`, 200, ""},
		"null description":              {`{"name":"x","type":"SPA","description":null}`, 200, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := s.api(t, http.MethodPost, "/applications", tt.body).wants(t, tt.status)
			if code := got.code(t); code != tt.code {
				t.Errorf("code %q, want %q", code, tt.code)
			}
		})
	}
}

func TestApplications_redirectURLs(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	for url, accepted := range map[string]bool{
		"http://localhost:3000/callback":    true,
		"https://example.com":               true,
		"HTTPS://EXAMPLE.COM/a b":           true,
		"http:localhost":                    true,
		"http://[::1]:3000/":                true,
		"https://user:pw@example.com/x?y#z": true,
		"com.example.app://callback":        true,
		"my-app:callback":                   true,
		"https://*.example.com/callback":    true,
		"https://example.com/*/callback":    true,
		"https://a-*.example.com:8080/":     true,
		"":                                  false,
		"callback":                          false,
		"/callback":                         false,
		"http://":                           false,
		"http://:3000":                      false,
		"http://local host/":                false,
		"http://localhost:99999/":           false,
		"http://localhost:x/":               false,
		"https://example.com/a/../b":        false,
		"https://example.com/%2E%2e/b":      false,
		"https://*/callback":                false,
		"https://*:80/callback":             false,
		"https://example.com:*/callback":    false,
		"https://*.example.com/?x=*":        false,
		"https://*.example.com/#*":          false,
		"https://*.example.com/../x":        false,
		"https://user@*.example.com/":       false,
		"https://[*]/":                      false,
		"http*://example.com/":              false,
		"*":                                 false,
		"ftp://*.example.com/":              true, // a scheme of a mobile application, to Logto
		"1app:x":                            false,
	} {
		got := s.api(t, http.MethodPost, "/applications",
			fmt.Sprintf(`{"name":"x","type":"SPA","oidcClientMetadata":{"redirectUris":[%q],"postLogoutRedirectUris":[]}}`, url))
		if want := map[bool]int{true: http.StatusOK, false: http.StatusBadRequest}[accepted]; got.status != want {
			t.Errorf("%q: status %d, want %d", url, got.status, want)
		}
	}
}

func TestApplications_update(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id := s.api(t, http.MethodPost, "/applications",
		`{"name":"Bookstore","type":"Traditional","description":"d","customData":{"a":1,"b":{"c":2}},"customClientMetadata":{"idTokenTtl":60,"rotateRefreshToken":true}}`).id(t)
	path := "/applications/" + id
	steps := []struct {
		body string
		want map[string]any // columns afterwards
	}{
		{`{}`, map[string]any{"name": "Bookstore", "description": "d"}},
		{`{"description":""}`, map[string]any{"description": nil}},
		{`{"name":"Shop"}`, map[string]any{"name": "Shop", "description": nil}},
		{`{"customClientMetadata":{"idTokenTtl":30}}`, map[string]any{"customClientMetadata": map[string]any{"idTokenTtl": 30.0}}},
		{`{"customData":{"z":1}}`, map[string]any{"customData": map[string]any{"z": 1.0}, "customClientMetadata": map[string]any{"idTokenTtl": 30.0}}},
		{`{"type":"SPA","isThirdParty":true,"id":"x","createdAt":1}`, map[string]any{"type": "Traditional", "isThirdParty": false, "id": id}},
	}
	for _, step := range steps {
		got := s.api(t, http.MethodPatch, path, step.body).wants(t, http.StatusOK).object(t)
		again := s.api(t, http.MethodGet, path, "").wants(t, http.StatusOK).object(t)
		for column, want := range step.want {
			if diff := cmp.Diff([]any{want, want}, []any{got[column], again[column]}); diff != "" {
				t.Errorf("%s: %s: -want +got\n%s", step.body, column, diff)
			}
		}
	}
	for body, code := range map[string]string{
		`{"customClientMetadata":{"isDeviceFlow":true}}`: "application.device_flow_not_changeable",
		`{"isAdmin":true}`: "entity.db_constraint_violated",
		`{"protectedAppMetadata":{"host":"h","origin":"o","sessionDuration":1,"pageRules":[{"path":"/x"}]}}`: "application.protected_application_only",
		`{"protectedAppMetadata":{"host":"h"}}`: "guard.invalid_input",
	} {
		if got := s.api(t, http.MethodPatch, path, body); got.code(t) != code {
			t.Errorf("%s: %s, want %s", body, got.body, code)
		}
	}
	s.api(t, http.MethodPatch, "/applications/nope", `{}`).refused(t, http.StatusNotFound, "entity.not_exists_with_id")
}

func TestApplications_thirdPartyUpdate(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id := s.api(t, http.MethodPost, "/applications", `{"name":"x","type":"SPA","isThirdParty":true}`).id(t)
	s.api(t, http.MethodPatch, "/applications/"+id, `{"customClientMetadata":{"allowTokenExchange":true}}`).
		refused(t, http.StatusUnprocessableEntity, "application.third_party_application_cannot_enable_token_exchange")
	s.api(t, http.MethodPatch, "/applications/"+id, `{"customClientMetadata":{"allowTokenExchange":false}}`).wants(t, http.StatusOK)
}

func TestApplications_customDataMerges(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id := s.api(t, http.MethodPost, "/applications", `{"name":"x","type":"SPA","customData":{"a":1,"b":{"c":2}}}`).id(t)
	merge := func(body string) reply { return s.api(t, http.MethodPatch, "/applications/"+id+"/custom-data", body) }
	got := merge(`{"b":{"d":3},"e":null}`).wants(t, http.StatusOK).object(t)
	want := map[string]any{"a": 1.0, "b": map[string]any{"d": 3.0}, "e": nil}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	merge(`[]`).refused(t, http.StatusBadRequest, "guard.invalid_input")
	missing := s.api(t, http.MethodPatch, "/applications/nope/custom-data", `{}`)
	missing.refused(t, http.StatusNotFound, "entity.not_exists")
	if missing.message(t) != "The application does not exist." {
		t.Errorf("message %q", missing.message(t))
	}
}

func TestApplications_deleteTakesEverythingAlong(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id, secret := s.server.Credentials()
	s.token(t) // outlives the application
	s.api(t, http.MethodDelete, "/applications/"+id, "").wants(t, http.StatusNoContent)
	s.api(t, http.MethodDelete, "/applications/"+id, "").refused(t, http.StatusNotFound, "entity.not_exists_with_id")
	for _, path := range []string{"", "/secrets", "/roles"} {
		s.api(t, http.MethodGet, "/applications/"+id+path, "").refused(t, http.StatusNotFound, "entity.not_exists_with_id")
	}
	s.ask(t, "", wholeForm(), "Authorization", basic(id, secret)).contains(t, "invalid client "+id)
	if roles := s.api(t, http.MethodGet, "/roles", "").list(t); roles[0]["applicationsCount"] != 0.0 {
		t.Errorf("the role still has applications: %v", roles)
	}
}

// shop fills a sandbox with applications and returns their names by id.
func shop(t *testing.T) *sandbox {
	t.Helper()
	s := newSandbox(t)
	for _, body := range []string{
		`{"name":"Bookstore","type":"Traditional","description":"sells books"}`,
		`{"name":"bookshelf","type":"SPA"}`,
		`{"name":"100%","type":"Native"}`,
		`{"name":"partner","type":"Traditional","isThirdParty":true}`,
		`{"name":"back_end","type":"MachineToMachine"}`,
	} {
		s.clock.advance(time.Millisecond)
		s.api(t, http.MethodPost, "/applications", body).wants(t, http.StatusOK)
	}
	return s
}

func names(list []map[string]any) string {
	found := make([]string, len(list))
	for i, one := range list {
		found[i] = fmt.Sprint(one["name"])
	}
	return strings.Join(found, " ")
}

func TestApplications_list(t *testing.T) {
	t.Parallel()
	s := shop(t)
	role := s.api(t, http.MethodGet, "/roles", "").list(t)[0]["id"].(string)
	for query, want := range map[string]string{
		"":                                     "back_end partner 100% bookshelf Bookstore logtoctl",
		"types=SPA":                            "bookshelf",
		"types=SPA&types=Native":               "100% bookshelf",
		"isThirdParty=true":                    "partner",
		"isThirdParty=false&types=Traditional": "Bookstore",
		"excludeRoleId=" + role:                "back_end partner 100% bookshelf Bookstore",
		"search=book%25":                       "bookshelf Bookstore",
		"search=%25books%25":                   "bookshelf Bookstore",
		"search=book":                          "",
		"search=Book%25&isCaseSensitive=true":  "Bookstore",
		"search=100%5C%25":                     "100%",
		"search=back_end":                      "back_end",
		"search=backXend":                      "",
		"search=b_ck%25":                       "back_end",
		"search=bookstore&mode=exact":          "Bookstore",
		"search=bookstore&mode=exact&isCaseSensitive=true":              "",
		"search=bookstore&search=PARTNER&mode=exact":                    "partner Bookstore",
		"search.name=partner":                                           "partner",
		"search.description=%25books%25":                                "Bookstore",
		"search.name=%25oo%25&search.description=%25sells%25&joint=and": "Bookstore",
		"search.name=partner&search.description=%25sells%25":            "partner Bookstore",
		"search=%5Eback&mode=posix":                                     "back_end",
		"search=(back|part)%25&mode=similar_to&isCaseSensitive=yes":     "back_end partner",
		"search=partner&mode.name=exact":                                "partner",
	} {
		got := s.api(t, http.MethodGet, "/applications?"+query, "").wants(t, http.StatusOK)
		if found := names(got.list(t)); found != want {
			t.Errorf("%s: %q, want %q", query, found, want)
		}
	}
}

func TestApplications_listRefuses(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	for query, want := range map[string]string{
		"types=Nope":                              "guard.invalid_input",
		"isThirdParty=maybe":                      "guard.invalid_input",
		"excludeRoleId=a&excludeRoleId=b":         "guard.invalid_input",
		"excludeRoleId=a&excludeOrganizationId=b": "request.invalid_input",
		"page=0":        "guard.invalid_pagination",
		"page=x":        "guard.invalid_pagination",
		"page_size=101": "guard.invalid_pagination",
		"page_size=-1":  "guard.invalid_pagination",
	} {
		s.api(t, http.MethodGet, "/applications?"+query, "").refused(t, http.StatusBadRequest, want)
	}
	for _, query := range []string{
		"search=", "search=a&search=b", "search=a&mode=nope", "search=a&joint=nor", "search.a.b=c",
		"search=a&mode=similar_to", "search=(&mode=posix", "search=a&jointMode=xor",
	} {
		got := s.api(t, http.MethodGet, "/applications?"+query, "").wants(t, http.StatusInternalServerError)
		if got.message(t) != "Internal server error." {
			t.Errorf("%s: %s", query, got.body)
		}
		explained := s.api(t, http.MethodGet, "/roles?"+query, "")
		explained.refused(t, http.StatusBadRequest, "request.invalid_input")
	}
}

func TestApplications_pages(t *testing.T) {
	t.Parallel()
	s := shop(t)
	tests := map[string]struct{ names, links string }{
		"page=1&page_size=2":       {"back_end partner", "1 first, 3 last, 2 next"},
		"page=2&page_size=2":       {"100% bookshelf", "1 first, 1 prev, 3 last, 3 next"},
		"page_size=4&page=2":       {"Bookstore logtoctl", "1 first, 1 prev, 2 last"},
		"page=9":                   {"", "1 first, 8 prev, 1 last"},
		"page=9223372036854775807": {"", "1 first, 9223372036854775806 prev, 1 last"},
		"page_size=100":            {"back_end partner 100% bookshelf Bookstore logtoctl", "1 first, 1 last"},
	}
	for query, want := range tests {
		got := s.api(t, http.MethodGet, "/applications?"+query, "").wants(t, http.StatusOK)
		if found := names(got.list(t)); found != want.names {
			t.Errorf("%s: %q, want %q", query, found, want.names)
		}
		if links := linksOf(t, s, got); links != want.links {
			t.Errorf("%s: links %q, want %q", query, links, want.links)
		}
		if total := got.header.Get("Total-Number"); total != "6" {
			t.Errorf("%s: total %q", query, total)
		}
	}
	whole := s.api(t, http.MethodGet, "/applications", "")
	if whole.header.Get("Total-Number") != "" || whole.header.Get("Link") != "" {
		t.Errorf("a list without pages has their headers: %v", whole.header)
	}
	kept := s.api(t, http.MethodGet, "/applications?types=SPA&page=1&search=%25&page_size=2", "").header.Values("Link")
	if want := "<" + s.url + `/applications?types=SPA&page=1&search=%25&page_size=2>; rel="first"`; kept[0] != want {
		t.Errorf("link %s, want %s", kept[0], want)
	}
}

// linksOf reads the page numbers and the relations of the links of a list.
func linksOf(t *testing.T, s *sandbox, r reply) string {
	t.Helper()
	var found []string
	for _, link := range r.header.Values("Link") {
		target, relation, _ := strings.Cut(link, ">; rel=")
		parsed, err := url.Parse(strings.TrimPrefix(target, "<"))
		if err != nil || !strings.HasPrefix(link, "<"+s.url+"/applications?") {
			t.Fatalf("link %q", link)
		}
		found = append(found, parsed.Query().Get("page")+" "+strings.Trim(relation, `"`))
	}
	return strings.Join(found, ", ")
}
