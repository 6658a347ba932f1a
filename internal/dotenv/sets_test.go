package dotenv_test

import (
	"testing"

	"github.com/logtoctl/logtoctl/internal/dotenv"
)

func TestSets(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"":                      false,
		"A=1\n":                 true,
		"export A = 1":          true,
		"A=\n":                  false,
		"A=\"\"\n":              false,
		"A=' '\n":               false,
		"# A=1\n":               false,
		"AB=1\nBA=1\n":          false,
		"B=\"x\nA=1\n\"\n":      false, // inside of a quoted value
		"A=\nA=2\n":             true,
		"B=\"x\nA=1\n\"\nA=1\n": true,
	}
	for content, want := range tests {
		if got := dotenv.Sets(content, "A"); got != want {
			t.Errorf("%q sets A: %v, want %v", content, got, want)
		}
	}
}
