package cmd_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/output"
)

// mentioned finds the commands in a text, up to the end of a sentence or list.
var mentioned = regexp.MustCompile(`logtoctl ([a-z][a-zA-Z0-9 ./@=_-]*)`)

// What logtoctl tells people to type has to be there: the command, and each of
// its flags.
func TestExplain_namesCommandsThatAreThere(t *testing.T) {
	t.Parallel()
	code, stdout, stderr := runCommand(t, "explain", "-o", "json")
	var all output.Explanations
	if err := json.Unmarshal([]byte(stdout), &all); code != 0 || err != nil {
		t.Fatalf("exit code %d, %v, %s", code, err, stderr)
	}
	checked := make(map[string]bool)
	for _, explanation := range all {
		for _, found := range mentioned.FindAllStringSubmatch(explanation.Next, -1) {
			if checked[found[1]] {
				continue
			}
			checked[found[1]] = true
			command, flags := takeApart(found[1])
			code, help, _ := runCommand(t, append(command, "--help")...)
			if code != 0 || !strings.Contains(help, "logtoctl "+strings.Join(command, " ")) {
				t.Errorf("%s: there is no command %q", explanation.Code, command)
			}
			for _, flag := range flags {
				if !strings.Contains(help, flag) {
					t.Errorf("%s: %q has no flag %s", explanation.Code, command, flag)
				}
			}
		}
	}
	if len(checked) < 20 {
		t.Errorf("only %d commands were found in %d explanations", len(checked), len(all))
	}
}

// takeApart returns the names of a command, which are in lower case, and its flags.
func takeApart(line string) (command, flags []string) {
	named := true
	for _, word := range strings.Fields(line) {
		word = strings.TrimRight(word, ".")
		switch {
		case strings.HasPrefix(word, "-"):
			flags = append(flags, word)
			named = false
		case named && regexp.MustCompile(`^[a-z-]+$`).MatchString(word):
			command = append(command, word)
		default:
			named = false
		}
	}
	return command, flags
}
