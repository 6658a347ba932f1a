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
