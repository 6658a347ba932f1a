package dns_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
)

func TestNewControl(t *testing.T) {
	t.Parallel()
	var zone dns.Zone
	api := dns.NewControl(&zone)
	for i, step := range []struct {
		method, body string
		status       int
		answer       string
		names        []string
	}{
		{"GET", "", 200, "[]\n", nil},
		{"PUT", "a.b. TXT x\nc.d. 5 MX 10 e.f.\n", 200, `[{"name":"a.b","type":"TXT","value":"x","ttl":60},{"name":"c.d","type":"MX","value":"e.f","priority":10,"ttl":5}]` + "\n", []string{"a.b", "c.d"}},
		{"POST", ` [{"name":"g.h","type":"A","value":"192.0.2.1"}]`, 200, "", []string{"a.b", "c.d", "g.h"}},
		{"POST", `[{"name":"g.h","type":"CNAME","value":"i.j"}]`, 400, `{"error":{"code":"dns.invalid","message":"record g.h CNAME: a name with a CNAME record can have no other record"}}` + "\n", []string{"a.b", "c.d", "g.h"}},
		{"PUT", `[{"nam":"g.h"}]`, 400, "", []string{"a.b", "c.d", "g.h"}},
		{"PUT", `{}`, 400, "", []string{"a.b", "c.d", "g.h"}},
		{"PUT", `nonsense`, 400, "", []string{"a.b", "c.d", "g.h"}},
		{"PUT", strings.Repeat(" ", 1<<20+1), 400, "", []string{"a.b", "c.d", "g.h"}},
		{"PUT", `[{"name":"g.h","type":"A","value":"192.0.2.1"}]`, 200, "", []string{"g.h"}},
		{"DELETE", "", 204, "", nil},
		{"PATCH", "", 405, "", nil},
	} {
		recorder := httptest.NewRecorder()
		api.ServeHTTP(recorder, httptest.NewRequest(step.method, "/api/dns", strings.NewReader(step.body)))
		if recorder.Code != step.status || step.answer != "" && recorder.Body.String() != step.answer {
			t.Errorf("step %d: %d %s", i, recorder.Code, recorder.Body)
		}
		var names []string
		for _, record := range zone.Records() {
			names = append(names, record.Name)
		}
		if diff := cmp.Diff(step.names, names); diff != "" {
			t.Errorf("step %d: names (-want +got):\n%s", i, diff)
		}
		if step.status == http.StatusOK && !strings.HasPrefix(recorder.Header().Get("Content-Type"), "application/json") {
			t.Errorf("step %d: %v", i, recorder.Header())
		}
	}
}

// FuzzControl holds that what the control API takes comes out in a form that it
// takes again, and that what it refuses changes nothing.
func FuzzControl(f *testing.F) {
	for _, body := range []string{
		`[{"name":"a.b","type":"TXT","value":"x\\\"y"}]`, `[{"name":"a.b","type":"MX","value":"c.d","priority":10,"ttl":5}]`,
		"a.b. TXT \"\\001\\\"x\"\nc.d. 5 AAAA ::1\n", `[{"name":"é.b","type":"cname","value":"*.x"}]`, "[", "$ORIGIN a.\nb CNAME c\n", `[{"name":"a.b","type":"TXT","value":"\u0000é"}]`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var zone dns.Zone
		send := func(method, body string) *httptest.ResponseRecorder {
			recorder := httptest.NewRecorder()
			dns.NewControl(&zone).ServeHTTP(recorder, httptest.NewRequest(method, "/api/dns", strings.NewReader(body)))
			return recorder
		}
		if got := send(http.MethodPut, body); got.Code != http.StatusOK {
			if got.Code != http.StatusBadRequest || len(zone.Records()) != 0 {
				t.Fatalf("%q: %d %s, %d records", body, got.Code, got.Body, len(zone.Records()))
			}
			return
		}
		before := zone.Records()
		listed := send(http.MethodGet, "").Body.String()
		if again := send(http.MethodPut, listed); again.Code != http.StatusOK {
			t.Fatalf("%q came out as %q, which is refused: %s", body, listed, again.Body)
		}
		if diff := cmp.Diff(before, zone.Records()); diff != "" {
			t.Fatalf("%q came out as %q, which is something else (-want +got):\n%s", body, listed, diff)
		}
	})
}
