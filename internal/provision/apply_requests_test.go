package provision_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// TestApply_requests pins how many requests an apply makes, each kind of it: of
// everything without a token, of everything with one, of one application that
// somebody changed, and of nothing.
func TestApply_requests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	apply := func() map[string]int {
		t.Helper()
		w.Requests.Reset()
		if _, err := w.apply(t.Context(), want, plan.Consent{}, w.hooks()); err != nil {
			t.Fatal(err)
		}
		return counted(w.Requests.All())
	}
	cold := apply()
	everything := map[string]int{
		// one round of reads
		"GET /api/applications": 2 + 2, "GET /api/connectors": 2, "GET /api/email-templates": 2, "GET /api/sign-in-exp": 2,
		"GET /api/connector-factories/aliyun-direct-mail": 1,
		// before anything is written; the second look at each object above is the conflict guard's;
		// and after each create of an application comes one for another run's
		"QueryMailAddressByParam":                      1,
		"POST /api/connectors/aliyun-direct-mail/test": 1,
		// the writes
		"POST /api/applications": 2, "POST /api/connectors": 1, "PUT /api/email-templates": 1, "PATCH /api/sign-in-exp": 1,
		"GET /api/applications/*/secrets": 1,
		// the round trip
		"POST /api/verification-codes": 1, "POST /api/verification-codes/verify": 1, "SingleSendMail": 2,
	}
	withToken := maps.Clone(everything)
	withToken["POST /oidc/token"] = 1
	if diff := cmp.Diff(withToken, cold); diff != "" {
		t.Errorf("cold (-want +got):\n%s", diff)
	}
	noop := map[string]int{
		"GET /api/applications": 1, "GET /api/connectors": 1, "GET /api/email-templates": 1, "GET /api/sign-in-exp": 1,
		"GET /api/connector-factories/aliyun-direct-mail": 1,
	}
	unchanged := apply()
	if diff := cmp.Diff(noop, unchanged); diff != "" {
		t.Errorf("nothing to do (-want +got):\n%s", diff)
	}
	want.Applications[1].RedirectURIs = []string{"https://admin.example.com/callback"}
	oneUpdate := maps.Clone(noop)
	oneUpdate["GET /api/applications"], oneUpdate["PATCH /api/applications/*"] = 2, 1
	changed := apply()
	if diff := cmp.Diff(oneUpdate, changed); diff != "" {
		t.Errorf("one application (-want +got):\n%s", diff)
	}
	empty(t, w, want)
	warm := apply()
	if diff := cmp.Diff(everything, warm); diff != "" {
		t.Errorf("warm (-want +got):\n%s", diff)
	}
	t.Logf("requests: cold %d, warm %d, one application %d, nothing to do %d", total(cold), total(warm), total(changed), total(unchanged))
}

// empty takes everything away again, with the token kept.
func empty(t *testing.T, w *world, want plan.Desired) {
	t.Helper()
	set, stays, err := w.provisioner.PlanDestroy(t.Context(), want)
	if err != nil || len(stays) > 0 {
		t.Fatalf("plan the destroy: %v, %v", stays, err)
	}
	if _, err := w.provisioner.Destroy(t.Context(), set, w.hooks().Event); err != nil {
		t.Fatal(err)
	}
}

func counted(requests []sandbox.Request) map[string]int {
	counts := map[string]int{}
	for _, request := range requests {
		name := request.Action
		if name == "" {
			name = fmt.Sprintf("%s %s", request.Method, identifier.ReplaceAllString(request.Path, "/$1/*"))
		}
		counts[strings.TrimSpace(name)]++
	}
	return counts
}

func total(counts map[string]int) int {
	sum := 0
	for n := range maps.Values(counts) {
		sum += n
	}
	return sum
}
