package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
)

// A service with a skewed clock dates its answers by it, and the other does not.
func TestSandbox_date(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	running, err := sandbox.Start(t.Context(), sandbox.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close(t.Context()) })
	skew := fault.Rule{Match: fault.Match{Service: sandbox.ServiceLogto}, Kind: fault.Skew, Delay: fault.Duration(time.Hour)}
	if err := running.Faults.Set(skew); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]time.Time{running.LogtoURL() + "/api/status": now.Add(time.Hour), running.DirectMailURL(): now} {
		response, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if got := response.Header.Get("Date"); got != want.Format(http.TimeFormat) {
			t.Errorf("%s is dated %s, want %s", url, got, want)
		}
	}
}
