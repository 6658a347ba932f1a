package logto_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// aliyunConfig is a config with the four templates that there must be, and what a test sets.
func aliyunConfig(set map[string]any) map[string]any {
	templates := []any{}
	for _, usageType := range []string{"Register", "SignIn", "ForgotPassword", "Generic"} {
		templates = append(templates, map[string]any{
			"usageType": usageType, "subject": usageType + " {{code}}", "content": "Your code is {{code}}.",
		})
	}
	config := map[string]any{
		"accessKeyId": "LTAI5tTest", "accessKeySecret": "s3cr3t", "accountName": "noreply@mail.example.com", "templates": templates,
	}
	maps.Copy(config, set)
	return config
}

func smtpConfig() map[string]any {
	templates := []any{}
	for _, usageType := range []string{"Register", "SignIn", "ForgotPassword", "Generic"} {
		templates = append(templates, map[string]any{
			"usageType": usageType, "contentType": "text/plain", "subject": "s", "content": "c",
		})
	}
	return map[string]any{
		"host": "smtp.example.com", "port": 25, "auth": map[string]any{"user": "u", "pass": "p"},
		"fromEmail": "noreply@example.com", "templates": templates,
	}
}

func encode(tb testing.TB, value any) string {
	tb.Helper()
	document, err := json.Marshal(value)
	if err != nil {
		tb.Fatal(err)
	}
	return string(document)
}

// connect creates a connector and returns the answer.
func (s *sandbox) connect(tb testing.TB, factory string, config map[string]any) reply {
	tb.Helper()
	return s.api(tb, http.MethodPost, "/connectors", encode(tb, map[string]any{"connectorId": factory, "config": config}))
}

const (
	aliyun = "aliyun-direct-mail"
	smtp   = "simple-mail-transfer-protocol"
)

func TestConnectors_anEmailConnectorDisplacesTheOthers(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	social := s.api(t, http.MethodPost, "/connectors", oauth2Body("github")).wants(t, http.StatusOK).id(t)
	first := s.connect(t, smtp, smtpConfig()).wants(t, http.StatusOK).id(t)
	second := s.connect(t, aliyun, aliyunConfig(nil)).wants(t, http.StatusOK).id(t)
	if !regexp.MustCompile(`^[a-z0-9]{12}$`).MatchString(second) {
		t.Errorf("generated id %q", second)
	}
	s.api(t, http.MethodGet, "/connectors/"+first, "").refused(t, http.StatusNotFound, "entity.not_found")
	left := map[string]bool{}
	for _, one := range s.api(t, http.MethodGet, "/connectors", "").list(t) {
		left[one["id"].(string)] = true
	}
	if diff := cmp.Diff(map[string]bool{social: true, second: true}, left); diff != "" {
		t.Errorf("left: -want +got\n%s", diff)
	}
	if list := s.api(t, http.MethodGet, "/connectors?target=github", "").list(t); len(list) != 1 || list[0]["id"] != social {
		t.Errorf("by target: %v", list)
	}
	if list := s.api(t, http.MethodGet, "/connectors?target=nope", "").list(t); len(list) != 0 {
		t.Errorf("by unknown target: %v", list)
	}
	s.api(t, http.MethodGet, "/connectors?target=a&target=b", "").refused(t, http.StatusBadRequest, "guard.invalid_input")
}

func TestConnectors_refusedCreationChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id := s.connect(t, aliyun, aliyunConfig(nil)).id(t)
	s.connect(t, smtp, map[string]any{}).refused(t, http.StatusBadRequest, "connector.invalid_config")
	again := s.api(t, http.MethodPost, "/connectors", encode(t, map[string]any{"connectorId": aliyun, "id": id, "config": aliyunConfig(nil)}))
	if again.wants(t, http.StatusInternalServerError); again.message(t) != "Internal server error." {
		t.Errorf("same id: %s", again.body)
	}
	s.api(t, http.MethodGet, "/connectors/"+id, "").wants(t, http.StatusOK)
}

func TestConnectors_configIsStoredCleanAndOtherwiseAsItCame(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	dirt := map[string]any{
		"fromAlias": "", "unknown": map[string]any{"a": 0, "b": false, "c": nil, "d": []any{}, "e": map[string]any{"f": ""}},
		"list": []any{"", nil, 1, []any{[]any{}}, map[string]any{}}, "empty": map[string]any{},
	}
	want := aliyunConfig(map[string]any{"unknown": map[string]any{"a": 0.0, "b": false}, "list": []any{1.0}})
	id := s.connect(t, aliyun, aliyunConfig(dirt)).wants(t, http.StatusOK).id(t)
	if diff := cmp.Diff(any(want), s.api(t, http.MethodGet, "/connectors/"+id, "").object(t)["config"]); diff != "" {
		t.Errorf("created: -want +got\n%s", diff)
	}
	plain := aliyunConfig(map[string]any{"regionId": "us-east-1"})
	got := s.api(t, http.MethodPatch, "/connectors/"+id, encode(t, map[string]any{"config": plain, "syncProfile": false})).wants(t, http.StatusOK)
	if diff := cmp.Diff(any(plain), got.object(t)["config"]); diff != "" {
		t.Errorf("changed: -want +got\n%s", diff)
	}
	withoutConfig := s.api(t, http.MethodPost, "/connectors", `{"connectorId":"aliyun-direct-mail"}`).wants(t, http.StatusOK)
	if diff := cmp.Diff(any(map[string]any{}), withoutConfig.object(t)["config"]); diff != "" {
		t.Errorf("without config: -want +got\n%s", diff)
	}
}

func TestConnectors_updateRefuses(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	path := "/connectors/" + s.connect(t, aliyun, aliyunConfig(nil)).id(t)
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		`{}`:                             {422, "entity.invalid_input"},
		`{"bogus":1}`:                    {422, "entity.invalid_input"},
		`{"metadata":{}}`:                {400, "connector.cannot_overwrite_metadata_for_non_standard_connector"},
		`{"syncProfile":true}`:           {422, "connector.invalid_type_for_syncing_profile"},
		`{"enableTokenStorage":true}`:    {422, "request.feature_not_supported"},
		`{"config":{"accessKeyId":"x"}}`: {400, "connector.invalid_config"},
	} {
		s.api(t, http.MethodPatch, path, body).refused(t, want.status, want.code)
	}
	s.api(t, http.MethodPatch, "/connectors/nope", `{}`).refused(t, http.StatusNotFound, "entity.not_found")
	s.api(t, http.MethodPost, "/connectors", `{"connectorId":"aliyun-direct-mail","enableTokenStorage":true}`).
		refused(t, http.StatusUnprocessableEntity, "request.feature_not_supported")
}

// oauth2Body is a standard connector with the target that it needs.
func oauth2Body(target string) string {
	return `{"connectorId":"oauth2","metadata":{"target":"` + target + `","name":{"en":"Git","zh-CN":"吉特"},"logo":"l","logoDark":"d"},` +
		`"config":{"authorizationEndpoint":"a","tokenEndpoint":"t","userInfoEndpoint":"u","clientId":"i","clientSecret":"s",` +
		`"customConfig":{"a":"b"},"profileMap":{"id":"x"}}}`
}

func TestConnectors_standard(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	created := s.api(t, http.MethodPost, "/connectors", oauth2Body("github")).wants(t, http.StatusOK)
	shown := created.object(t)
	for key, want := range map[string]any{
		"target": "github", "name": map[string]any{"en": "Git", "zh-CN": "吉特"}, "logo": "l", "logoDark": "d",
		"platform": "Universal", "isStandard": true, "isTokenStorageSupported": true, "type": "Social",
	} {
		if diff := cmp.Diff(want, shown[key]); diff != "" {
			t.Errorf("%s: -want +got\n%s", key, diff)
		}
	}
	s.api(t, http.MethodPost, "/connectors", `{"connectorId":"oauth2"}`).refused(t, http.StatusBadRequest, "connector.should_specify_target")
	taken := s.api(t, http.MethodPost, "/connectors", oauth2Body("github"))
	taken.refused(t, http.StatusUnprocessableEntity, "connector.multiple_target_with_same_platform")
	taken.contains(t, `"connectorName":{"en":"Git"`)

	path := "/connectors/" + created.id(t)
	s.api(t, http.MethodPatch, path, `{"metadata":{"target":"gitlab"}}`).refused(t, http.StatusBadRequest, "connector.can_not_modify_target")
	s.api(t, http.MethodPatch, path, `{"metadata":{"target":"github","name":{"en":"Hub"}},"syncProfile":true}`).contains(t, `"syncProfile":true`)
	s.api(t, http.MethodPatch, path, `{"metadata":{"target":"github","name":{"zh-CN":"x"}}}`).refused(t, http.StatusBadRequest, "guard.invalid_input")
}

func TestConnectors_deletedTargetLeavesTheSignInExperience(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	github := s.api(t, http.MethodPost, "/connectors", oauth2Body("github")).id(t)
	s.api(t, http.MethodPost, "/connectors", oauth2Body("gitlab")).wants(t, http.StatusOK)
	s.api(t, http.MethodPatch, "/sign-in-exp", `{"socialSignInConnectorTargets":["github","nope","gitlab"]}`).
		contains(t, `"socialSignInConnectorTargets":["github","gitlab"]`)
	public := s.do(t, http.MethodGet, "/api/.well-known/sign-in-exp", "").wants(t, http.StatusOK).object(t)
	if social, _ := public["socialConnectors"].([]any); len(social) != 2 || social[0].(map[string]any)["id"] != github {
		t.Errorf("public connectors %v", public["socialConnectors"])
	}
	s.api(t, http.MethodDelete, "/connectors/"+github, "").wants(t, http.StatusNoContent)
	s.api(t, http.MethodGet, "/sign-in-exp", "").contains(t, `"socialSignInConnectorTargets":["gitlab"]`)
}

func TestConnectors_smtp(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	for name, change := range map[string]map[string]any{
		"password":        {},
		"no credentials":  {"auth": map[string]any{}},
		"service account": {"auth": map[string]any{"type": "OAuth2", "user": "u", "privateKey": map[string]any{"key": "k", "passphrase": "p"}, "serviceClient": "c"}},
		"token":           {"auth": map[string]any{"type": "oauth2", "user": "u", "accessToken": "a", "expires": 5}},
		"everything":      {"secure": true, "tls": map[string]any{"x": 1}, "customHeaders": map[string]any{"a": "b", "c": []any{"d"}}, "dnsTimeout": 5},
	} {
		config := smtpConfig()
		maps.Copy(config, change)
		if got := s.connect(t, smtp, config); got.status != http.StatusOK {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

func TestConnectorFactories(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	ids := map[string]any{}
	for _, one := range s.api(t, http.MethodGet, "/connector-factories", "").wants(t, http.StatusOK).list(t) {
		ids[one["id"].(string)] = one["type"]
	}
	if diff := cmp.Diff(map[string]any{aliyun: "Email", smtp: "Email", "oauth2": "Social"}, ids); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	missing := s.api(t, http.MethodGet, "/connector-factories/nope", "")
	missing.refused(t, http.StatusNotFound, "entity.not_found")
}
