package logto_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoles_list(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id, _ := s.server.Credentials()
	for range 4 {
		app := s.api(t, http.MethodPost, "/applications", `{"name":"m","type":"MachineToMachine"}`).id(t)
		role := s.api(t, http.MethodGet, "/roles", "").list(t)[0]["id"].(string)
		s.api(t, http.MethodPost, "/applications/"+app+"/roles", `{"roleIds":["`+role+`","`+role+`"]}`).wants(t, http.StatusCreated)
	}
	got := s.api(t, http.MethodGet, "/roles", "").wants(t, http.StatusOK)
	role := got.list(t)[0]
	featured, _ := role["featuredApplications"].([]any)
	if role["applicationsCount"] != 5.0 || len(featured) != 3 || got.header.Get("Total-Number") != "1" {
		t.Errorf("listed %v", role)
	}
	for query, want := range map[string]int{
		"type=User": 0, "type=MachineToMachine": 1, "search=logto%25": 1, "search=nope": 0,
		"excludeApplicationId=" + id: 0, "excludeApplicationId=nope": 1, "search=%23internal%25": 0, "page=2": 0,
	} {
		if list := s.api(t, http.MethodGet, "/roles?"+query, "").wants(t, http.StatusOK).list(t); len(list) != want {
			t.Errorf("%s: %d roles, want %d", query, len(list), want)
		}
	}
	s.api(t, http.MethodGet, "/roles?type=Nope", "").refused(t, http.StatusBadRequest, "guard.invalid_input")
	s.api(t, http.MethodGet, "/roles?page=0", "").refused(t, http.StatusBadRequest, "guard.invalid_pagination")
}

func TestRoles_get(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id := s.api(t, http.MethodGet, "/roles", "").list(t)[0]["id"].(string)
	got := s.api(t, http.MethodGet, "/roles/"+id, "").wants(t, http.StatusOK).object(t)
	want := map[string]any{
		"tenantId": "default", "id": id, "name": "Logto Management API access", "type": "MachineToMachine", "isDefault": false,
		"description": "This default role grants access to the Logto management API.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	missing := s.api(t, http.MethodGet, "/roles/nope", "")
	missing.refused(t, http.StatusNotFound, "entity.not_exists_with_id")
	if missing.message(t) != "The roles with ID `nope` does not exist." {
		t.Errorf("message %q", missing.message(t))
	}
}

func TestApplicationRoles(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	role := s.api(t, http.MethodGet, "/roles", "").list(t)[0]["id"].(string)
	machine := s.api(t, http.MethodPost, "/applications", `{"name":"m","type":"MachineToMachine"}`).id(t)
	web := s.api(t, http.MethodPost, "/applications", `{"name":"w","type":"Traditional"}`).id(t)
	path := "/applications/" + machine + "/roles"
	count := func() int { return len(s.api(t, http.MethodGet, path, "").wants(t, http.StatusOK).list(t)) }

	s.api(t, http.MethodPost, path, `{"roleIds":["`+role+`"]}`).contains(t, `"addedRoleIds":["`+role+`"]`)
	s.api(t, http.MethodPost, path, `{"roleIds":["`+role+`"]}`).contains(t, `"addedRoleIds":[]`)
	if count() != 1 {
		t.Errorf("%d roles after adding one twice", count())
	}
	replaced := s.api(t, http.MethodPut, path, `{"roleIds":[]}`).wants(t, http.StatusOK)
	if string(replaced.body) != "OK" || count() != 0 {
		t.Errorf("replaced with %q, %d roles left", replaced.body, count())
	}
	s.api(t, http.MethodPut, path, `{"roleIds":["`+role+`"]}`).wants(t, http.StatusOK)
	s.api(t, http.MethodDelete, path+"/"+role, "").wants(t, http.StatusNoContent)
	s.api(t, http.MethodDelete, path+"/"+role, "").refused(t, http.StatusNotFound, "entity.not_found")

	for _, method := range []string{http.MethodPost, http.MethodPut} {
		s.api(t, method, path, `{"roleIds":["nope"]}`).refused(t, http.StatusNotFound, "entity.not_exists_with_id")
		s.api(t, method, "/applications/nope/roles", `{"roleIds":[]}`).refused(t, http.StatusNotFound, "entity.not_exists_with_id")
		s.api(t, method, "/applications/"+web+"/roles", `{"roleIds":[]}`).refused(t, http.StatusUnprocessableEntity, "application.invalid_type")
	}
	s.api(t, http.MethodGet, "/applications/"+web+"/roles", "").refused(t, http.StatusUnprocessableEntity, "application.invalid_type")
	s.api(t, http.MethodDelete, "/applications/"+web+"/roles/x", "").refused(t, http.StatusUnprocessableEntity, "application.invalid_type")
	s.api(t, http.MethodGet, path+"?page=0", "").refused(t, http.StatusBadRequest, "guard.invalid_pagination")
	s.api(t, http.MethodGet, path+"?search=", "").refused(t, http.StatusBadRequest, "request.invalid_input")
}

func TestRoleApplications(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	role := s.api(t, http.MethodGet, "/roles", "").list(t)[0]["id"].(string)
	machine := s.api(t, http.MethodPost, "/applications", `{"name":"m","type":"MachineToMachine"}`).id(t)
	web := s.api(t, http.MethodPost, "/applications", `{"name":"w","type":"Traditional"}`).id(t)
	path := "/roles/" + role + "/applications"
	add := func(id string) reply { return s.api(t, http.MethodPost, path, `{"applicationIds":["`+id+`"]}`) }

	if got := add(machine).wants(t, http.StatusCreated); string(got.body) != "Created" {
		t.Errorf("answered %q", got.body)
	}
	add(machine).refused(t, http.StatusUnprocessableEntity, "role.application_exists")
	add(web).refused(t, http.StatusUnprocessableEntity, "entity.db_constraint_violated")
	add("nope").refused(t, http.StatusNotFound, "entity.not_exists_with_id")
	if found := names(s.api(t, http.MethodGet, path, "").wants(t, http.StatusOK).list(t)); found != "m logtoctl" {
		t.Errorf("listed %q", found)
	}
	if found := names(s.api(t, http.MethodGet, path+"?search=m&page_size=1", "").list(t)); found != "m" {
		t.Errorf("found %q", found)
	}
	s.api(t, http.MethodDelete, path+"/"+machine, "").wants(t, http.StatusNoContent)
	s.api(t, http.MethodDelete, path+"/"+machine, "").refused(t, http.StatusNotFound, "entity.not_found")

	s.api(t, http.MethodGet, "/roles/nope/applications", "").refused(t, http.StatusNotFound, "entity.not_exists_with_id")
	s.api(t, http.MethodPost, "/roles/nope/applications", `{"applicationIds":["x"]}`).refused(t, http.StatusNotFound, "entity.not_exists_with_id")
	s.api(t, http.MethodPost, path, `{"applicationIds":[]}`).contains(t, "Array must contain at least 1 element(s)")
	s.api(t, http.MethodGet, path+"?search=", "").refused(t, http.StatusBadRequest, "request.invalid_input")
	s.api(t, http.MethodGet, path+"?page=0", "").refused(t, http.StatusBadRequest, "guard.invalid_pagination")
}
