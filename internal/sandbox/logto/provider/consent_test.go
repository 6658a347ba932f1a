package provider_test

import (
	"net/http"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// TestConsent_unknownSession: a tenant can have a page of its own for those who
// come without a sign-in.
func TestConsent_unknownSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	own := ""
	p, err := provider.New(provider.Options{
		Endpoint: "http://localhost:3001", Directory: h.directory, Key: h.key, KeyID: "k",
		UnknownSessionURL: func() string { return own },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, own = range []string{"", "https://app.example.com/start"} {
		want := own
		if want == "" {
			want = "http://localhost:3001/unknown-session"
		}
		got := served(t, p, "/consent?app_id="+webID)
		if got.Code != http.StatusFound || got.Header().Get("Location") != want {
			t.Errorf("status %d to %s, want %s", got.Code, got.Header().Get("Location"), want)
		}
	}
}
