package templates

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
)

// variables are the values of --var: those named brand.* fill ${brand.*} in the
// templates, the others are samples for Logto's own placeholders.
type variables map[string]string

var _ pflag.Value = variables(nil)

// bind declares --var.
func (v variables) bind(cmd *cobra.Command, usage string) { cmd.Flags().Var(v, "var", usage) }

// variableName is a name that a placeholder can have.
var variableName = regexp.MustCompile(`^[0-9A-Za-z_][0-9A-Za-z_.]*$`)

// Set takes one name=value; of two values of a name the later one counts.
func (v variables) Set(text string) error {
	name, value, found := strings.Cut(text, "=")
	if !found || !variableName.MatchString(name) {
		return errors.New("it is not NAME=VALUE, such as code=123456")
	}
	for other := range v {
		if strings.HasPrefix(other, name+".") || strings.HasPrefix(name, other+".") {
			return fmt.Errorf("%s and %s cannot both have a value", other, name)
		}
	}
	v[name] = value
	return nil
}

// onlyBrand refuses the sample of a placeholder where no mail is rendered.
func (v variables) onlyBrand() error {
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if !strings.HasPrefix(name, email.BrandPrefix) {
			return cli.Usagef("--var %s is a value that Logto fills in when it sends a mail: only %sname and the like can be given here", name, email.BrandPrefix)
		}
	}
	return nil
}

// String returns the values as they could be given again.
func (v variables) String() string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		texts = append(texts, name+"="+v[name])
	}
	return strings.Join(texts, " ")
}

// Type is how the help text calls a value.
func (variables) Type() string { return "NAME=VALUE" }
