package logto_test

import (
	"net/http"
	"testing"
)

func TestApplicationSecrets(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	web := s.api(t, http.MethodPost, "/applications", `{"name":"w","type":"Traditional"}`).id(t)
	spa := s.api(t, http.MethodPost, "/applications", `{"name":"s","type":"SPA"}`).id(t)
	path := "/applications/" + web + "/secrets"

	s.api(t, http.MethodPost, path, `{"name":"rotated"}`).wants(t, http.StatusCreated)
	taken := s.api(t, http.MethodPost, path, `{"name":"rotated"}`)
	taken.refused(t, http.StatusUnprocessableEntity, "application.secret_name_exists")
	s.api(t, http.MethodPost, path, `{"name":"past","expiresAt":1}`).contains(t, "The value of `expiresAt` must be in the future.")
	s.api(t, http.MethodPost, path, `{"name":"never","expiresAt":0}`).contains(t, `"expiresAt":null`)
	s.api(t, http.MethodPost, "/applications/"+spa+"/secrets", `{"name":"x"}`).refused(t, http.StatusUnprocessableEntity, "entity.db_constraint_violated")
	if list := s.api(t, http.MethodGet, "/applications/"+spa+"/secrets", "").list(t); len(list) != 0 {
		t.Errorf("a public client has secrets: %v", list)
	}

	s.api(t, http.MethodPatch, path+"/rotated", `{"name":"Default secret"}`).refused(t, http.StatusUnprocessableEntity, "application.secret_name_exists")
	s.api(t, http.MethodPatch, path+"/rotated", `{"name":"rotated"}`).wants(t, http.StatusOK)
	s.api(t, http.MethodPatch, path+"/rotated", `{"name":"new/name"}`).contains(t, `"name":"new/name"`)
	s.api(t, http.MethodPatch, path+"/rotated", `{"name":"x"}`).refused(t, http.StatusNotFound, "entity.not_exists")
	s.api(t, http.MethodDelete, path+"/new%2Fname", "").wants(t, http.StatusNoContent)
	s.api(t, http.MethodDelete, path+"/new%2Fname", "").refused(t, http.StatusNotFound, "entity.not_found")

	s.api(t, http.MethodPost, path, `{"name":"a//b/","expiresAt":1e300}`).contains(t, `"expiresAt":8640000000000000`)
	s.api(t, http.MethodDelete, path+"/a%2F%2Fb%2F", "").wants(t, http.StatusNoContent)

	for _, request := range [][2]string{{http.MethodPost, ""}, {http.MethodPatch, "/x"}, {http.MethodDelete, "/x"}} {
		s.api(t, request[0], "/applications/nope/secrets"+request[1], `{"name":"x"}`).refused(t, http.StatusNotFound, "entity.not_exists_with_id")
	}
}
