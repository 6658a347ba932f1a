package provision_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// TestApply_requests pins how many requests an apply makes, each kind of it: of
// everything without a token, of everything with one, of one application that
// somebody changed, and of nothing; right after the plan, and after a question to
// somebody with a test mail and a round trip besides.
func TestApply_requests(t *testing.T) {
	t.Parallel()
	var (
		token = map[string]int{"POST /oidc/token": 1, "QueryMailAddressByParam": 1} // once for a process
		reads = map[string]int{
			"GET /api/applications": 1, "GET /api/connectors": 1, "GET /api/email-templates": 1, "GET /api/sign-in-exp": 1,
			"GET /api/connector-factories/aliyun-direct-mail": 1,
		}
		writes = map[string]int{
			"POST /api/applications": 2, "POST /api/connectors": 1, "PUT /api/email-templates": 1, "PATCH /api/sign-in-exp": 1,
			"GET /api/sign-in-exp":            1, // the last look, while the connector is written
			"GET /api/applications":           1, // the look for twins
			"GET /api/applications/*/secrets": 1,
		}
		// The last look at what is written first.
		looks = map[string]int{"GET /api/applications": 1, "GET /api/connectors": 1, "GET /api/email-templates": 1}
		mails = map[string]int{
			"POST /api/connectors/aliyun-direct-mail/test": 1,
			"POST /api/verification-codes":                 1, "POST /api/verification-codes/verify": 1, "SingleSendMail": 2,
		}
		update = map[string]int{"PATCH /api/applications/*": 1}
		look   = map[string]int{"GET /api/applications": 1}
	)
	tests := map[string]struct {
		hooks                                   func(*world) provision.Hooks
		cold, withToken, nothing, anApplication map[string]int
	}{
		"right after the plan": {
			func(w *world) provision.Hooks {
				hooks := w.hooks()
				hooks.TestEmail, hooks.Codes, hooks.Fresh = "", nil, true
				return hooks
			},
			sum(token, reads, writes), sum(reads, writes), reads, sum(reads, update),
		},
		"after a question, with mails": {
			(*world).hooks,
			sum(token, reads, writes, looks, mails), sum(reads, writes, looks, mails), reads, sum(reads, update, look),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			want, err := w.wanted()
			if err != nil {
				t.Fatal(err)
			}
			apply := func(kind string, requests map[string]int) {
				t.Helper()
				w.Requests.Reset()
				if _, err := w.apply(t.Context(), want, plan.Consent{}, test.hooks(w)); err != nil {
					t.Fatal(err)
				}
				made := counted(w.Requests.All())
				if diff := cmp.Diff(requests, made); diff != "" {
					t.Errorf("%s (-want +got):\n%s", kind, diff)
				}
				t.Logf("%s: %d requests", kind, total(made))
			}
			apply("cold", test.cold)
			apply("nothing to do", test.nothing)
			want.Applications[1].RedirectURIs = []string{"https://admin.example.com/callback"}
			apply("one application", test.anApplication)
			empty(t, w, want)
			apply("warm", test.withToken)
		})
	}
}

func sum(counts ...map[string]int) map[string]int {
	all := map[string]int{}
	for _, one := range counts {
		for name, n := range one {
			all[name] += n
		}
	}
	return all
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
