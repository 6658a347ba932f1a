package logtoadmin_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// rolePages answers GET /api/roles with the ids from 0 to count, in pages as
// they are asked for, and records the queries.
func rolePages(tenant *tenant, count int, header http.Header) *[]url.Values {
	var queries []url.Values
	tenant.handle("GET /api/roles", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		queries = append(queries, query)
		page, _ := strconv.Atoi(query.Get("page"))
		size, _ := strconv.Atoi(query.Get("page_size"))
		var items []string
		for id := (page - 1) * size; id < min(page*size, count); id++ {
			items = append(items, fmt.Sprintf(`{"id": "%d", "name": "role %d", "type": "User", "description": ""}`, id, id))
		}
		for name := range header {
			w.Header().Set(name, header.Get(name))
		}
		writeJSON(w, http.StatusOK, "["+strings.Join(items, ",")+"]")
	})
	return &queries
}

func TestRoleService_List_pages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		count     int
		header    http.Header
		wantPages int
	}{
		"none":                  {0, http.Header{"Total-Number": {"0"}}, 1},
		"one page":              {7, http.Header{"Total-Number": {"7"}}, 1},
		"exactly one page":      {100, http.Header{"Total-Number": {"100"}}, 1},
		"three pages":           {201, http.Header{"Total-Number": {"201"}}, 3},
		"no total":              {200, nil, 3},
		"total is not a number": {150, http.Header{"Total-Number": {"many"}}, 2},
		"capped total":          {150, http.Header{"Total-Number": {"100"}, "Total-Number-Is-Capped": {"true"}}, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			queries := rolePages(tenant, test.count, test.header)
			got := 0
			for role, err := range tenant.client().Roles.List(t.Context(), logtoadmin.ListRolesOptions{Type: logtoadmin.RoleTypeUser}) {
				if err != nil {
					t.Fatal(err)
				}
				if role.ID != strconv.Itoa(got) {
					t.Fatalf("role %d has id %s", got, role.ID)
				}
				got++
			}
			if got != test.count || len(*queries) != test.wantPages {
				t.Errorf("%d roles in %d pages, want %d in %d", got, len(*queries), test.count, test.wantPages)
			}
			want := url.Values{"type": {"User"}, "page": {"1"}, "page_size": {"100"}}
			if diff := cmp.Diff(want, (*queries)[0]); diff != "" {
				t.Errorf("query (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRoleService_List_stopsEarly(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	queries := rolePages(tenant, 1000, http.Header{"Total-Number": {"1000"}})
	for role, err := range tenant.client().Roles.List(t.Context(), logtoadmin.ListRolesOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		if role.ID == "120" {
			break
		}
	}
	if len(*queries) != 2 {
		t.Errorf("%d pages were asked for, want 2", len(*queries))
	}
}

// A list that can be walked twice asks the server twice.
func TestRoleService_List_again(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	queries := rolePages(tenant, 3, http.Header{"Total-Number": {"3"}})
	roles := tenant.client().Roles.List(t.Context(), logtoadmin.ListRolesOptions{})
	for range 2 {
		count := 0
		for _, err := range roles {
			if err != nil {
				t.Fatal(err)
			}
			count++
		}
		if count != 3 {
			t.Errorf("%d roles, want 3", count)
		}
	}
	if len(*queries) != 2 {
		t.Errorf("%d requests, want 2", len(*queries))
	}
}

func TestRoleService_List_serverIgnoresPage(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	requests := 0
	tenant.handle("GET /api/roles", func(w http.ResponseWriter, _ *http.Request) {
		requests++
		items := slices.Repeat([]string{`{"id": "same"}`}, 100)
		writeJSON(w, http.StatusOK, "["+strings.Join(items, ",")+"]")
	})
	got := 0
	for _, err := range tenant.client().Roles.List(t.Context(), logtoadmin.ListRolesOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		got++
	}
	if got != 1 || requests != 2 {
		t.Errorf("%d roles after %d requests, want 1 after 2", got, requests)
	}
}

func TestRoleService_List_error(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/roles", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page") == "2" {
			writeJSON(w, http.StatusForbidden, `{"code": "auth.forbidden", "message": "No."}`)
			return
		}
		items := make([]string, 100)
		for i := range items {
			items[i] = fmt.Sprintf(`{"id": "%d"}`, i)
		}
		writeJSON(w, http.StatusOK, "["+strings.Join(items, ",")+"]")
	})
	var got []error
	for _, err := range tenant.client().Roles.List(t.Context(), logtoadmin.ListRolesOptions{}) {
		got = append(got, err)
	}
	if len(got) != 101 || got[99] != nil || !errors.Is(got[100], logtoadmin.ErrForbidden) {
		t.Errorf("%d items with the last error %v, want 100 roles and then ErrForbidden", len(got), got[len(got)-1])
	}
}

func TestApplicationService_List_query(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		options logtoadmin.ListApplicationsOptions
		want    url.Values
	}{
		"all": {logtoadmin.ListApplicationsOptions{}, url.Values{}},
		"types": {
			logtoadmin.ListApplicationsOptions{Types: []logtoadmin.ApplicationType{"Traditional", "SPA"}},
			url.Values{"types": {"Traditional", "SPA"}},
		},
		"search": {logtoadmin.ListApplicationsOptions{Search: "Book & store"}, url.Values{"search": {"%Book & store%"}}},
		"search with backslash": {
			logtoadmin.ListApplicationsOptions{Search: `a\b`}, url.Values{"search": {"%a_b%"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			test.want.Set("page", "1")
			test.want.Set("page_size", "100")
			tenant.handle("GET /api/applications", func(w http.ResponseWriter, r *http.Request) {
				if diff := cmp.Diff(test.want, r.URL.Query()); diff != "" {
					t.Errorf("query (-want +got):\n%s", diff)
				}
				writeJSON(w, http.StatusOK, `[{"id": "a", "description": null, "createdAt": 1.5}]`)
			})
			for application, err := range tenant.client().Applications.List(t.Context(), test.options) {
				if err != nil || application.ID != "a" {
					t.Errorf("got %+v, %v", application, err)
				}
			}
		})
	}
}

func TestApplicationService_List_recording(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.play("029-app-list-search")
	var got []string
	for application, err := range tenant.client().Applications.List(t.Context(), logtoadmin.ListApplicationsOptions{Search: "Bookstore"}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, application.ID)
	}
	want := []string{"hcotam6s6vzziwifk3kn7", "upv11k7wneujr6jv7tx7l", bookstoreID}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}

func TestRoleService_List_recording(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.play("004-roles-list-m2m")
	want := logtoadmin.Role{
		ID: "i07utv1rg00fjie26d00h", Name: "Logto Management API access", Type: logtoadmin.RoleTypeMachineToMachine,
		Description: "This default role grants access to the Logto management API.",
	}
	for role, err := range tenant.client().Roles.List(t.Context(), logtoadmin.ListRolesOptions{Type: logtoadmin.RoleTypeMachineToMachine}) {
		if diff := cmp.Diff(want, role); diff != "" || err != nil {
			t.Errorf("role (-want +got):\n%s%v", diff, err)
		}
	}
}

func TestApplicationService_ListRoles(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/applications/a/roles", answerJSON(http.StatusOK, `[{"id": "1", "name": "one"}, {"id": "2", "name": "two"}]`))
	tenant.handle("GET /api/applications/b/roles", answerJSON(http.StatusUnprocessableEntity, `{"code": "application.invalid_type"}`))
	client := tenant.client()
	got, err := client.Applications.ListRoles(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]logtoadmin.Role{{ID: "1", Name: "one"}, {ID: "2", Name: "two"}}, got); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	_, err = client.Applications.ListRoles(t.Context(), "b")
	if want := "list roles of application b: logto answered 422 application.invalid_type (request id request-1)"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}
