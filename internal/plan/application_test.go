package plan_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestEnsureApplication_finds(t *testing.T) {
	t.Parallel()
	want := plan.Application{Key: "bookstore", Name: new("Bookstore"), Type: logtoadmin.ApplicationTypeTraditional}
	foreign := bookstore(withID("foreign"), withData(""))
	renamed := bookstore(withID("renamed"), withName("Shop of books"))
	tests := map[string]struct {
		live    []logtoadmin.Application
		adopt   bool
		status  plan.Status
		id      string
		problem error
	}{
		"none":                        {nil, false, plan.Created, "", nil},
		"none of that name":           {[]logtoadmin.Application{bookstore(withName("Other"), withData(""))}, false, plan.Created, "", nil},
		"by key":                      {[]logtoadmin.Application{bookstore()}, false, plan.Unchanged, "app1", nil},
		"the key wins over the name":  {[]logtoadmin.Application{foreign, renamed}, false, plan.Updated, "renamed", nil},
		"by key, though a name twice": {[]logtoadmin.Application{foreign, bookstore(), bookstore(withID("x"), withData(""))}, false, plan.Unchanged, "app1", nil},
		"the name alone is not taken": {[]logtoadmin.Application{foreign}, false, "", "", new(plan.NotOwnedError)},
		"the name alone is adopted":   {[]logtoadmin.Application{foreign}, true, plan.Updated, "foreign", nil},
		"the name in another case":    {[]logtoadmin.Application{bookstore(withName("bookstore"), withData(""))}, false, plan.Created, "", nil},
		"a name twice":                {[]logtoadmin.Application{foreign, bookstore(withID("second"), withData(""))}, true, "", "", new(plan.AmbiguousError)},
		"a key twice":                 {[]logtoadmin.Application{bookstore(), bookstore(withID("second"))}, true, "", "", new(plan.AmbiguousError)},
		"broken marker is no key":     {[]logtoadmin.Application{bookstore(withData(`"bookstore"`))}, false, "", "", new(plan.NotOwnedError)},
		"marker without a key":        {[]logtoadmin.Application{bookstore(withData(`{"key":""}`))}, false, "", "", new(plan.NotOwnedError)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			change, err := plan.EnsureApplication(test.live, want, test.adopt)
			if !sameKind(err, test.problem) {
				t.Fatalf("error is %T %v, want %T", err, err, test.problem)
			}
			if err == nil && (change.Status != test.status || change.Live.ID != test.id) {
				t.Errorf("%s of %q, want %s of %q", change.Status, change.Live.ID, test.status, test.id)
			}
		})
	}
}

// sameKind tells whether two errors are of one type of this package, or both nil.
func sameKind(got, want error) bool {
	switch want.(type) {
	case nil:
		return got == nil
	case *plan.NotOwnedError:
		_, ok := errors.AsType[*plan.NotOwnedError](got)
		return ok
	case *plan.AmbiguousError:
		_, ok := errors.AsType[*plan.AmbiguousError](got)
		return ok
	case *plan.TypeError:
		_, ok := errors.AsType[*plan.TypeError](got)
		return ok
	}
	return false
}

func TestEnsureApplication_create(t *testing.T) {
	t.Parallel()
	wish := plan.Application{
		Key: "bookstore", Name: new("Bookstore"), Type: logtoadmin.ApplicationTypeSPA, Description: new("Books"),
		RedirectURIs: []string{"https://a.example/callback"}, PostSignOutRedirectURIs: []string{"https://a.example"},
		CORSAllowedOrigins: []string{"https://a.example"}, RotateRefreshToken: new(false), RefreshTokenTTLInDays: new(30),
	}
	change, err := plan.EnsureApplication(nil, wish, false)
	if err != nil {
		t.Fatal(err)
	}
	want := plan.ApplicationChange{Status: plan.Created, Want: wish, Create: logtoadmin.CreateApplicationRequest{
		Name: "Bookstore", Type: logtoadmin.ApplicationTypeSPA, Description: "Books",
		CustomData: map[string]json.RawMessage{"logtoctl": json.RawMessage(`{"key":"bookstore"}`)},
		OIDCClientMetadata: &logtoadmin.OIDCClientMetadata{
			RedirectURIs: []string{"https://a.example/callback"}, PostLogoutRedirectURIs: []string{"https://a.example"},
		},
		CustomClientMetadata: map[string]json.RawMessage{
			"corsAllowedOrigins": json.RawMessage(`["https://a.example"]`), "rotateRefreshToken": json.RawMessage(`false`),
			"refreshTokenTtlInDays": json.RawMessage(`30`),
		},
	}}
	if diff := cmp.Diff(want, change); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

// What the user does not mention is left to Logto: no null and no invented value.
func TestEnsureApplication_createMinimal(t *testing.T) {
	t.Parallel()
	change, err := plan.EnsureApplication(nil, plan.Application{Key: "k", Name: new("N"), Type: logtoadmin.ApplicationTypeNative}, false)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"name":"N","type":"Native","oidcClientMetadata":{"redirectUris":[],"postLogoutRedirectUris":[]},` +
		`"customData":{"logtoctl":{"key":"k"}}}`
	if got := asJSON(t, change.Create); got != want {
		t.Errorf("request is\n%s, want\n%s", got, want)
	}
}

func TestChangeApplication(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		live   logtoadmin.Application
		want   plan.Application
		adopt  bool
		fields []plan.Field
		update string
	}{
		"nothing mentioned":      {bookstore(), plan.Application{Key: "bookstore"}, false, nil, `{}`},
		"everything as it is":    {bookstore(), plan.Application{Key: "bookstore", Name: new("Bookstore"), Description: new("Books"), Type: "Traditional"}, false, nil, `{}`},
		"URIs in another order":  {bookstore(), plan.Application{RedirectURIs: []string{"https://a.example/callback", "https://b.example/callback"}}, false, nil, `{}`},
		"a URI twice":            {bookstore(), plan.Application{PostSignOutRedirectURIs: []string{"https://b.example", "https://b.example"}}, false, nil, `{}`},
		"adopt what is owned":    {bookstore(), plan.Application{Key: "bookstore"}, true, nil, `{}`},
		"no URIs, and none live": {bookstore(func(a *logtoadmin.Application) { a.OIDCClientMetadata.RedirectURIs = nil }), plan.Application{RedirectURIs: []string{}}, false, nil, `{}`},
		"name": {
			bookstore(),
			plan.Application{Name: new("Shop")},
			false,
			[]plan.Field{{Path: "name", From: "Bookstore", To: "Shop"}},
			`{"name":"Shop"}`,
		},
		"description emptied": {
			bookstore(),
			plan.Application{Description: new("")},
			false,
			[]plan.Field{{Path: "description", From: "Books", To: ""}},
			`{"description":""}`,
		},
		"one column of URIs": {
			bookstore(),
			plan.Application{PostSignOutRedirectURIs: []string{"https://c.example"}},
			false,
			[]plan.Field{{Path: "oidcClientMetadata.postLogoutRedirectUris", From: []string{"https://b.example"}, To: []string{"https://c.example"}}},
			`{"oidcClientMetadata":{"backchannelLogoutUri":"https://b.example/out","postLogoutRedirectUris":["https://c.example"],` +
				`"redirectUris":["https://b.example/callback","https://a.example/callback"]}}`,
		},
		"URIs emptied": {
			bookstore(),
			plan.Application{PostSignOutRedirectURIs: []string{}},
			false,
			[]plan.Field{{Path: "oidcClientMetadata.postLogoutRedirectUris", From: []string{"https://b.example"}, To: []string{}}},
			`{"oidcClientMetadata":{"backchannelLogoutUri":"https://b.example/out","postLogoutRedirectUris":[],` +
				`"redirectUris":["https://b.example/callback","https://a.example/callback"]}}`,
		},
		"adopted with the key": {
			bookstore(func(a *logtoadmin.Application) { delete(a.CustomData, "logtoctl") }),
			plan.Application{Key: "books"},
			true,
			[]plan.Field{{Path: "customData.logtoctl.key", From: "", To: "books"}},
			`{"customData":{"logtoctl":{"key":"books"},"team":{"name":"shop"}}}`,
		},
		"adopted without one": {
			bookstore(withName("Book Store!"), withData("")),
			plan.Application{},
			true,
			[]plan.Field{{Path: "customData.logtoctl.key", From: "", To: "book-store"}},
			`{"customData":{"logtoctl":{"key":"book-store"}}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := asJSON(t, test.live)
			change, err := plan.ChangeApplication(test.live, test.want, test.adopt)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.fields, change.Fields); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			if got := asJSON(t, change.Update); got != test.update {
				t.Errorf("request is\n%s, want\n%s", got, test.update)
			}
			if status := map[bool]plan.Status{true: plan.Unchanged, false: plan.Updated}[len(test.fields) == 0]; change.Status != status {
				t.Errorf("status is %s, want %s", change.Status, status)
			}
			if after := asJSON(t, test.live); after != before {
				t.Errorf("the live application became\n%s, was\n%s", after, before)
			}
		})
	}
}

func TestChangeApplication_otherType(t *testing.T) {
	t.Parallel()
	change, err := plan.ChangeApplication(bookstore(withData("")), plan.Application{Type: logtoadmin.ApplicationTypeSPA}, false)
	conflict, ok := errors.AsType[*plan.TypeError](err)
	if !ok || conflict.Want != logtoadmin.ApplicationTypeSPA || conflict.Application.ID != "app1" {
		t.Fatalf("error is %v, want a TypeError about app1", err)
	}
	if change.Status != "" || asJSON(t, change.Update) != `{}` {
		t.Errorf("there is a change all the same: %s %s", change.Status, asJSON(t, change.Update))
	}
}

// Names that make the same key are not one application; one that was renamed at
// the console is.
func TestEnsureApplication_sameKey(t *testing.T) {
	t.Parallel()
	live := []logtoadmin.Application{bookstore(withID("cpp"), withName("C++ Shop"), withData(`{"key":"c-shop"}`))}
	_, err := plan.EnsureApplication(live, plan.Application{Key: "c-shop", DerivedKey: true, Name: new("C# Shop")}, false)
	if _, ok := errors.AsType[*plan.SameKeyError](err); !ok {
		t.Errorf("error is %v, want a SameKeyError", err)
	}
	change, err := plan.EnsureApplication(live, plan.Application{Key: "c-shop", Name: new("C# Shop")}, false)
	if err != nil || change.Status != plan.Updated {
		t.Errorf("with a chosen key: %s, %v", change.Status, err)
	}
	live[0].Name = "Renamed"
	change, err = plan.EnsureApplication(live, plan.Application{Key: "c-shop", DerivedKey: true, Name: new("C++ Shop")}, false)
	if err != nil || change.Status != plan.Updated {
		t.Errorf("renamed at the console: %s, %v", change.Status, err)
	}
}

// An application of another key is another application, whatever its name.
func TestEnsureApplication_otherKey(t *testing.T) {
	t.Parallel()
	live := []logtoadmin.Application{bookstore()}
	want := plan.Application{Key: "staging", Name: new("Bookstore")}
	if _, err := plan.EnsureApplication(live, want, false); err == nil {
		t.Error("the application of the key bookstore was taken for the key staging")
	}
	change, err := plan.EnsureApplication(live, want, true)
	if err != nil || plan.Key(change.Wanted()) != "staging" {
		t.Errorf("with adopt: key %q, %v", plan.Key(change.Wanted()), err)
	}
}

// Taking over needs a key that is free.
func TestUpdateApplication_key(t *testing.T) {
	t.Parallel()
	live := []logtoadmin.Application{
		bookstore(withID("owned"), withName("Shop"), withData(`{"key":"bookstore"}`)),
		bookstore(withID("foreign"), withName("Bookstore!"), withData("")),
		bookstore(withID("nameless"), withName("🙂"), withData("")),
	}
	for _, reference := range []string{"foreign", "nameless"} {
		if _, err := plan.UpdateApplication(live, reference, plan.Application{}, true); err == nil {
			t.Errorf("%s was taken over without a key of its own", reference)
		}
	}
}
