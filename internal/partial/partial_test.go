package partial_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/partial"
)

func TestAfter(t *testing.T) {
	t.Parallel()
	if err := partial.After([]string{"made a"}, nil); err != nil {
		t.Errorf("nothing failed, and yet: %v", err)
	}
	if err := partial.After(nil, io.EOF); err != io.EOF {
		t.Errorf("nothing was done before: %v", err)
	}
	err := fmt.Errorf("apply: %w", partial.After([]string{"made a", "made b"}, io.EOF))
	failure, ok := errors.AsType[*partial.Error](err)
	if !ok || !errors.Is(err, io.EOF) {
		t.Fatalf("error %v", err)
	}
	if diff := cmp.Diff(map[string][]string{"done": {"made a", "made b"}}, failure.Details()); diff != "" {
		t.Errorf("details (-want +got):\n%s", diff)
	}
}

func TestError_Error(t *testing.T) {
	t.Parallel()
	for why, want := range map[string]string{
		"EOF":      "EOF (done before: made a; made b)",
		"- x\n- y": "- x\n- y\n(done before: made a; made b)",
	} {
		err := &partial.Error{Done: []string{"made a", "made b"}, Err: errors.New(why)}
		if got := err.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
