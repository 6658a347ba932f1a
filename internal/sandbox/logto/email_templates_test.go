package logto_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEmailTemplates(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	put := func(language, usageType, subject string) map[string]any {
		body := `{"templates":[{"languageTag":"` + language + `","templateType":"` + usageType + `","details":{"subject":"` + subject + `","content":"c"}}]}`
		return s.api(t, http.MethodPut, "/email-templates", body).wants(t, http.StatusOK).list(t)[0]
	}
	put("zh-CN", "SignIn", "a")
	first := put("en", "SignIn", "b")
	put("en", "Generic", "c")
	second := put("en", "SignIn", "d")
	if first["id"] != second["id"] || second["details"].(map[string]any)["subject"] != "d" {
		t.Errorf("stored again: %v after %v", second, first)
	}
	order := ""
	for _, one := range s.api(t, http.MethodGet, "/email-templates", "").list(t) {
		order += one["languageTag"].(string) + " " + one["templateType"].(string) + ", "
	}
	if order != "en Generic, en SignIn, zh-CN SignIn, " {
		t.Errorf("listed %s", order)
	}
	for query, want := range map[string]int{
		"templateType=SignIn": 2, "languageTag=en": 2, "languageTag=en&templateType=SignIn": 1, "languageTag=fr": 0,
	} {
		if list := s.api(t, http.MethodGet, "/email-templates?"+query, "").list(t); len(list) != want {
			t.Errorf("%s: %d templates, want %d", query, len(list), want)
		}
	}

	path := "/email-templates/" + url.PathEscape(first["id"].(string))
	changed := s.api(t, http.MethodPatch, path+"/details", `{"sendFrom":"Shop","contentType":"text/plain","bogus":1}`).wants(t, http.StatusOK).object(t)
	want := map[string]any{"subject": "d", "content": "c", "sendFrom": "Shop", "contentType": "text/plain"}
	if diff := cmp.Diff(any(want), changed["details"]); diff != "" {
		t.Errorf("changed: -want +got\n%s", diff)
	}
	if diff := cmp.Diff(changed, s.api(t, http.MethodGet, path, "").wants(t, http.StatusOK).object(t)); diff != "" {
		t.Errorf("read: -changed +got\n%s", diff)
	}
	s.api(t, http.MethodDelete, path, "").wants(t, http.StatusNoContent)
	for _, request := range [][2]string{{http.MethodGet, ""}, {http.MethodDelete, ""}, {http.MethodPatch, "/details"}} {
		s.api(t, request[0], path+request[1], `{}`).refused(t, http.StatusNotFound, "entity.not_exists_with_id")
	}

	s.api(t, http.MethodDelete, "/email-templates", "").refused(t, http.StatusUnprocessableEntity, "connector.email_connector.bulk_deletion_no_filter")
	s.api(t, http.MethodDelete, "/email-templates?templateType=Nope", "").refused(t, http.StatusBadRequest, "guard.invalid_input")
	s.api(t, http.MethodGet, "/email-templates?languageTag=", "").refused(t, http.StatusBadRequest, "guard.invalid_input")
	s.api(t, http.MethodDelete, "/email-templates?languageTag=en", "").contains(t, `{"rowCount":1}`)
	s.api(t, http.MethodDelete, "/email-templates?languageTag=en", "").contains(t, `{"rowCount":0}`)
}
