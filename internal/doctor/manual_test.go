package doctor_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/doctor"
)

// The table of the manual lists the checks of the code, in their order.
func TestChecks_manual(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile(filepath.Join("..", "..", "docs", "doctor.md"))
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `([a-z.-]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$")
	var listed, want []string
	for _, found := range row.FindAllStringSubmatch(string(manual), -1) {
		listed = append(listed, found[1])
	}
	for _, check := range doctor.Checks() {
		want = append(want, check.ID)
		if check.Title == "" || check.Group == "" || strings.Count(check.ID, ".") != 1 {
			t.Errorf("%+v lacks something", check)
		}
	}
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("docs/doctor.md (-code +manual):\n%s", diff)
	}
}
