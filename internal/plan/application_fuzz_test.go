package plan_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// lines makes a list of a text; an empty text is no list at all.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// FuzzChangeApplication: planning what is there changes nothing, and applying
// the plan gives what was wanted, leaves the rest alone, and is done once.
func FuzzChangeApplication(f *testing.F) {
	f.Add("Bookstore", "Books", "https://a\nhttps://b", "https://a", `{"key":"bookstore"}`, "Shop", "", "https://b\nhttps://a", "")
	f.Add("", "", "", "", "", "Bücher 書店", "x", "https://a\nhttps://a", "custom:/x")
	f.Add("!", "", "", "", `{"key":7}`, "!", "", "", "")
	f.Fuzz(func(t *testing.T, name, description, uris, signOut, marker, wantName, wantDescription, wantURIs, wantSignOut string) {
		live := bookstore(withName(name))
		live.Description = description
		live.OIDCClientMetadata.RedirectURIs, live.OIDCClientMetadata.PostLogoutRedirectURIs = lines(uris), lines(signOut)
		if live.CustomData["logtoctl"] = json.RawMessage(marker); !json.Valid([]byte(marker)) {
			delete(live.CustomData, "logtoctl")
		}
		same := plan.Application{
			Name: new(name), Description: new(description), Type: live.Type,
			RedirectURIs: live.OIDCClientMetadata.RedirectURIs, PostSignOutRedirectURIs: live.OIDCClientMetadata.PostLogoutRedirectURIs,
		}
		want := plan.Application{
			Key: "wanted", Name: new(wantName), Description: new(wantDescription),
			RedirectURIs: lines(wantURIs), PostSignOutRedirectURIs: lines(wantSignOut),
		}

		if plan.Key(live) != "" {
			if fields := mustChange(t, live, same, false).Fields; len(fields) > 0 {
				t.Errorf("what is there differs from itself in %q", paths(fields))
			}
		}
		after := updated(live, mustChange(t, live, want, true).Update)
		if again := mustChange(t, after, want, false); again.Status != plan.Unchanged || len(again.Fields) > 0 {
			t.Errorf("the second plan is %s with %q", again.Status, paths(again.Fields))
		}
		if after.Name != wantName || after.Description != wantDescription {
			t.Errorf("name and description are %q, %q", after.Name, after.Description)
		}
		checkURIs(t, "redirect", after.OIDCClientMetadata.RedirectURIs, live.OIDCClientMetadata.RedirectURIs, want.RedirectURIs)
		checkURIs(t, "sign-out", after.OIDCClientMetadata.PostLogoutRedirectURIs, live.OIDCClientMetadata.PostLogoutRedirectURIs, want.PostSignOutRedirectURIs)
		if diff := cmp.Diff(live.OIDCClientMetadata.Extra, after.OIDCClientMetadata.Extra); diff != "" {
			t.Errorf("unknown metadata (-before +after):\n%s", diff)
		}
		if string(after.CustomData["team"]) != `{"name":"shop"}` {
			t.Errorf("custom data of others became %s", after.CustomData["team"])
		}
	})
}

func mustChange(t *testing.T, live logtoadmin.Application, want plan.Application, adopt bool) plan.ApplicationChange {
	t.Helper()
	change, err := plan.ChangeApplication(live, want, adopt)
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return change
}

// checkURIs expects the wanted set; a list that was not mentioned is as before.
func checkURIs(t *testing.T, what string, after, before, want []string) {
	t.Helper()
	if want == nil {
		want = before
	}
	set := func(uris []string) []string { return slices.Compact(slices.Sorted(slices.Values(uris))) }
	if diff := cmp.Diff(set(want), set(after), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s URIs (-want +after):\n%s", what, diff)
	}
}
