package benchmark_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestRecorder makes two requests together and two one after the other: a recorder
// that let everything through, or nothing, would make every count the same.
func TestRecorder(t *testing.T) {
	t.Parallel()
	for name, known := range map[string][][]string{"unknown": nil, "known": {{"a", "b"}, {"c"}, {"a"}}, "known wrongly": {{"a"}, {"b"}, {"c"}}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRecorder(func(context.Context, request) answer { return answer{status: http.StatusOK} }, known)
				for _, round := range [][]string{{"b", "a"}, {"c"}, {"a"}} {
					var together sync.WaitGroup
					for i, name := range round {
						together.Go(func() {
							time.Sleep(time.Duration(i) * time.Millisecond)
							r.play(t.Context(), request{name: name})
						})
					}
					together.Wait()
				}
				if diff := cmp.Diff([][]string{{"a", "b"}, {"c"}, {"a"}}, rounds(r.exchanges)); diff != "" {
					t.Errorf("rounds (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestPlayback plays what was recorded, and nothing else.
func TestPlayback(t *testing.T) {
	t.Parallel()
	recorded := []exchange{{request: request{name: "a"}, answer: answer{status: 200}}, {request: request{name: "a"}, answer: answer{status: 201}}}
	for _, test := range []struct {
		name    string
		made    []string
		want    []int
		isWhole bool
	}{
		{"all", []string{"a", "a"}, []int{200, 201}, true},
		{"too few", []string{"a"}, []int{200}, false},
		{"too many", []string{"a", "a", "a"}, []int{200, 201, 500}, false},
		{"another", []string{"a", "a", "b"}, []int{200, 201, 500}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			play, finished := playback(recorded, 0)
			var got []int
			for _, name := range test.made {
				got = append(got, play(t.Context(), request{name: name}).status)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			if err := finished(); (err == nil) != test.isWhole {
				t.Errorf("finished: %v", err)
			}
		})
	}
}

// TestWorseThan compares with what was kept before: up to half as much again is
// another machine, more is another program.
func TestWorseThan(t *testing.T) {
	t.Parallel()
	with := func(seconds float64) figures {
		return figures{
			Commands:  []commandRow{{Name: "apply, cold", Times: []timesPair{{Latency: time.Millisecond, Logtoctl: seconds, Bare: 1}}}},
			Fleet:     []fleetRow{{Tenants: 10, Parallel: 16, Seconds: seconds, One: 1}},
			Templates: []templatesRow{{What: "lint", Seconds: seconds, Bare: 1}},
			Start:     startRow{Logtoctl: seconds, Hello: 1},
		}
	}
	for seconds, want := range map[float64]int{0.5: 0, 1.4: 0, 1.6: 4} {
		if worse := with(seconds).worseThan(with(1)); len(worse) != want {
			t.Errorf("%v times as long: %q, want %d", seconds, worse, want)
		}
	}
	if worse := with(100).worseThan(figures{}); worse != nil {
		t.Errorf("there was nothing before: %q", worse)
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		values []float64
		want   float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := median(test.values); got != test.want {
			t.Errorf("median of %v is %v, want %v", test.values, got, test.want)
		}
	}
}
