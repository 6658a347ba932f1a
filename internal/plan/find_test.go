package plan_test

import (
	"errors"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestFind(t *testing.T) {
	t.Parallel()
	live := []logtoadmin.Application{
		bookstore(withID("shop"), withName("app1"), withData("")),
		bookstore(),
		bookstore(withID("twin1"), withName("Twin"), withData("")),
		bookstore(withID("twin2"), withName("Twin"), withData("")),
		bookstore(withID("named"), withName("bookstore"), withData("")),
		bookstore(withID("key1"), withName("K1"), withData(`{"key":"double"}`)),
		bookstore(withID("key2"), withName("K2"), withData(`{"key":"double"}`)),
	}
	tests := map[string]struct {
		reference, id string
		candidates    []string
	}{
		"id before name":    {"app1", "app1", nil},
		"key and name":      {"bookstore", "", []string{"app1", "named"}},
		"unset variable":    {"", "", nil},
		"name":              {"Bookstore", "app1", nil},
		"name twice":        {"Twin", "", []string{"twin1", "twin2"}},
		"name twice, by id": {"twin2", "twin2", nil},
		"key twice":         {"double", "", []string{"key1", "key2"}},
		"unknown":           {"Nothing", "", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := plan.Find(live, test.reference)
			if test.id != "" {
				if err != nil || found.ID != test.id {
					t.Fatalf("found %q, %v; want %q", found.ID, err, test.id)
				}
				return
			}
			if ambiguous, ok := errors.AsType[*plan.AmbiguousError](err); ok {
				var ids []string
				for _, candidate := range ambiguous.Candidates {
					ids = append(ids, candidate.ID)
				}
				if diff := cmp.Diff(test.candidates, ids); diff != "" {
					t.Errorf("candidates (-want +got):\n%s", diff)
				}
				return
			}
			if _, ok := errors.AsType[*plan.NotFoundError](err); !ok || len(test.candidates) > 0 {
				t.Errorf("found %q, %v; want %q", found.ID, err, test.candidates)
			}
		})
	}
}

func TestOwned(t *testing.T) {
	t.Parallel()
	live := []logtoadmin.Application{
		bookstore(),
		bookstore(withID("foreign"), withData("")),
		bookstore(withID("other"), withData(`{"key":"other","since":1}`)),
		bookstore(withID("broken"), withData(`[1]`)),
		bookstore(withID("null"), withData(`null`)),
	}
	var keys []string
	for _, application := range plan.Owned(live) {
		keys = append(keys, application.ID+"="+plan.Key(application))
	}
	if diff := cmp.Diff([]string{"app1=bookstore", "other=other"}, keys); diff != "" {
		t.Errorf("owned (-want +got):\n%s", diff)
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"Bookstore":             "bookstore",
		"  My  Book-Store (2) ": "my-book-store-2",
		"Bücher & Ärzte":        "bücher-ärzte",
		"ÉTÉ":                   "été",
		"書店アプリ":                 "書店アプリ",
		"हिन्दी ऐप":             "हिन्दी-ऐप", // vowel signs and the virama are marks
		"Ελλάδα":                "ελλάδα",
		"a_b.c/d":               "a-b-c-d",
		"--x--":                 "x",
		"🙂":                     "",
		"":                      "",
	}
	for name, want := range tests {
		if got := plan.Slug(name); got != want {
			t.Errorf("the slug of %q is %q, want %q", name, got, want)
		}
	}
}

// FuzzSlug: a slug is made of letters, digits and single hyphens between them,
// and is its own slug.
func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"Bookstore", "My  Book-Store", "書店", "हिन्दी", "\xff a", "İ", "--"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		slug := plan.Slug(name)
		if again := plan.Slug(slug); again != slug {
			t.Errorf("%q became %q and then %q", name, slug, again)
		}
		previous := '-'
		for _, r := range slug + "-" {
			if r == '-' && previous == '-' && slug != "" {
				t.Errorf("%q has a hyphen too many: %q", name, slug)
			}
			if r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				t.Errorf("%q became %q with %q in it", name, slug, r)
			}
			previous = r
		}
	})
}
