package cli

import (
	"errors"
	"strings"

	"github.com/spf13/pflag"
)

// NotEmpty makes an empty value of the flags wrong usage. Each means something
// when it is left out, and a variable of the shell that happens to be empty does
// not ask for that.
func NotEmpty(flags *pflag.FlagSet, names ...string) {
	for _, name := range names {
		flag := flags.Lookup(name)
		flag.Value = filled{flag.Value}
		flag.DefValue = "" // pflag knows an empty list only by the type of the value
	}
}

// filled is the value of a flag that is not empty.
type filled struct{ pflag.Value }

// Set refuses an empty text.
func (f filled) Set(text string) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("it is empty: give a value or leave the flag out")
	}
	return f.Value.Set(text)
}
