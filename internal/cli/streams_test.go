package cli_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// A result knows how wide the terminal is that it goes to.
func TestStreams_OutWidth(t *testing.T) {
	t.Parallel()
	view := output.Explanations{{Code: "invalid_client", Service: "Logto", Meaning: strings.Repeat("word ", 30)}}
	for width, want := range map[int]int{0: 180, 60: 60, 100: 100} {
		var out bytes.Buffer
		env := cli.New(cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out, OutTerminal: true, OutWidth: width}, nil, "test")
		if err := env.Print(view); err != nil {
			t.Fatal(err)
		}
		longest := 0
		for line := range strings.Lines(out.String()) {
			longest = max(longest, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")))
		}
		if longest > want || longest < want-10 {
			t.Errorf("at a width of %d the longest line has %d characters:\n%s", width, longest, out.String())
		}
	}
}
