package cli

import (
	"path/filepath"
	"regexp"
	"strings"
)

// plainWord is a text that a shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// ShellWord quotes a text for a shell where that is necessary, so that a command
// which is suggested can be pasted.
func ShellWord(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// ShellPath quotes the path of a file or a folder likewise. One that begins like a
// flag is written so that no command takes it for one.
func ShellPath(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "." + string(filepath.Separator) + path
	}
	return ShellWord(path)
}

// RunApp is the command line that runs the Go app in a folder.
func RunApp(dir string) string {
	const run = "go run ."
	if filepath.Clean(dir) == "." {
		return run
	}
	return "cd " + ShellPath(dir) + " && " + run
}
