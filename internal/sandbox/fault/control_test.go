package fault_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
)

func TestControl(t *testing.T) {
	t.Parallel()
	var i fault.Injector
	control := fault.NewControl(&i)
	do := func(method, body string) *httptest.ResponseRecorder {
		recorder := httptest.NewRecorder()
		control.ServeHTTP(recorder, httptest.NewRequest(method, "/api/faults", strings.NewReader(body)))
		return recorder
	}
	if got := do("GET", ""); got.Code != 200 || got.Body.String() != "[]\n" {
		t.Errorf("GET: %d %s", got.Code, got.Body)
	}
	const rules = `[{"match":{"service":"logto","method":"POST"},"kind":"status","status":429,"retryAfter":2,"times":1},{"match":{},"kind":"skew","delay":"-20m0s"}]`
	if got := do("PUT", rules); got.Code != 200 || strings.TrimSpace(got.Body.String()) != rules {
		t.Errorf("PUT: %d %s", got.Code, got.Body)
	}
	want := []fault.Rule{
		{Match: fault.Match{Service: "logto", Method: "POST"}, Kind: fault.Status, Status: 429, RetryAfter: 2, Times: 1},
		{Kind: fault.Skew, Delay: fault.Duration(-20 * time.Minute)},
	}
	if diff := cmp.Diff(want, i.Rules()); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	for body, message := range map[string]string{
		`{}`:                           "cannot unmarshal",
		`[{"kind":"dropafter"}]`:       "kind must be",
		`[{"kinds":"drop-after"}]`:     "unknown field",
		`[{"kind":"delay","delay":1}]`: "cannot unmarshal",
		`[] []`:                        "more than one",
		``:                             "EOF",
	} {
		got := do("PUT", body)
		var failure struct {
			Error struct{ Code, Message string }
		}
		err := json.Unmarshal(got.Body.Bytes(), &failure)
		if got.Code != 400 || err != nil || failure.Error.Code != "fault.invalid" || !strings.Contains(failure.Error.Message, message) {
			t.Errorf("PUT %s: %d %s", body, got.Code, got.Body)
		}
	}
	if diff := cmp.Diff(want, i.Rules()); diff != "" {
		t.Errorf("rules after refusals (-want +got):\n%s", diff)
	}
	if got := do("DELETE", ""); got.Code != 204 || len(i.Rules()) != 0 {
		t.Errorf("DELETE: %d, %d rules left", got.Code, len(i.Rules()))
	}
}

// FuzzControl holds that what the API takes it also gives back.
func FuzzControl(f *testing.F) {
	f.Add(`[{"match":{"path":"/api/*"},"kind":"status","status":429}]`)
	f.Add(`[{"kind":"delay","delay":"1.5s"}]`)
	f.Add(`[{"kind":"skew","delay":"9999999h"}]`)
	f.Fuzz(func(t *testing.T, body string) {
		var i fault.Injector
		put := func(body string) *httptest.ResponseRecorder {
			recorder := httptest.NewRecorder()
			fault.NewControl(&i).ServeHTTP(recorder, httptest.NewRequest(http.MethodPut, "/api/faults", strings.NewReader(body)))
			return recorder
		}
		first := put(body)
		if first.Code != http.StatusOK {
			return
		}
		if again := put(first.Body.String()); again.Code != http.StatusOK || again.Body.String() != first.Body.String() {
			t.Errorf("%s was answered with %s, and that with %d %s", body, first.Body, again.Code, again.Body)
		}
	})
}
