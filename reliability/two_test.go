package reliability_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTwoAtOnce runs a command twice at the same time, from two machines, and
// holds each of its writes until both runs are about to make it. Then there is
// one application of each key. A run that was too late says so, and the next
// ones find everything done.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	for _, s := range named("app create, cold", "connector aliyun-dm apply, cold", "sign-in-experience enable-email", "apply, replacing another connector") {
		want, err := s.undisturbed(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, point := range want.points {
			if method, _, _ := strings.Cut(point, " "); method == http.MethodGet || strings.HasPrefix(point, "POST /oidc/") || strings.HasPrefix(point, "Query") {
				continue
			}
			t.Run(s.name+"/"+point, func(t *testing.T) {
				t.Parallel()
				twoAtOnce(t, s, point, want)
			})
		}
	}
}

func twoAtOnce(t *testing.T, s scenario, point string, want undisturbed) {
	t.Helper()
	first, err := s.prepare(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer first.close()
	second, err := first.second()
	if err != nil {
		t.Fatal(err)
	}
	defer second.close()
	if err := second.write(s.files); err != nil {
		t.Fatal(err)
	}
	var (
		both   = []*world{first, second}
		absent sync.WaitGroup // those who have neither come to the point nor ended
		runs   sync.WaitGroup
	)
	absent.Add(len(both))
	for i, w := range both {
		runs.Go(func() {
			come := sync.OnceFunc(absent.Done)
			defer come()
			meet := once(func(x *exchange) { come(); absent.Wait(); x.through() })
			ended, err := w.runDisturbed(t.Context(), meet, place{point: point}, s.args...)
			if err != nil {
				t.Error(err)
			}
			if ended.code == 0 {
				return
			}
			told, err := ended.failure()
			if err != nil || told.Error.Code != "conflict" || told.Error.Hint == "" || ended.code != 1 && ended.code != 5 {
				t.Errorf("run %d: exit code %d, %v\n%s", i, ended.code, err, ended.stderr)
			}
			t.Logf("run %d: exit code %d, %s", i, ended.code, told.Error.Message)
		})
	}
	runs.Wait()
	for _, w := range both {
		ended, err := w.run(t.Context(), s.args...)
		if err != nil || ended.code != 0 {
			t.Fatalf("afterwards: exit code %d, %v\n%s", ended.code, err, ended.stderr)
		}
		state, err := w.state()
		if err != nil {
			t.Fatal(err)
		}
		if state != want.state {
			t.Errorf("afterwards (-want +got):\n%s", cmp.Diff(want.state, state))
		}
		if err := w.watch.err(); err != nil {
			t.Error(err)
		}
	}
}
