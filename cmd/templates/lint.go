package templates

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
)

// NewLint returns the command templates lint.
func NewLint(env *cli.Env) *cobra.Command {
	values, brandFile := make(variables), ""
	cmd := &cobra.Command{
		Use:   "lint " + source,
		Short: "Check templates for what people would stumble over",
		Long: `Check the templates of a folder, a template file, a connector.json or a
logtoctl.yaml; without any of them, the built-in ones: placeholders, limits, what
mail programs drop, contrast in light and dark mode, the language of the text.
Each finding is told with its file, line and column. Errors end with exit code 2,
warnings alone with 0.`,
		Example: "  logtoctl templates lint emails\n  logtoctl templates lint emails/ja/SignIn.html -o json",
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			return check(cmd.Context(), env, from(args), brandFile, values)
		},
	}
	bindBrand(cmd, &brandFile)
	values.bind(cmd, "value of the brand, such as brand.color=#0f766e (repeatable)")
	return cmd
}

func check(ctx context.Context, env *cli.Env, path, brandFile string, values variables) error {
	if err := values.onlyBrand(); err != nil {
		return err
	}
	filled, err := env.WithBrandOf(ctx, brandFile, values)
	if err != nil {
		return err
	}
	found := newVerdicts()
	findings, err := env.EachTemplate(ctx, path, filled, found.take)
	view := found.with(findings)
	if err != nil {
		return err
	}
	if err := env.Print(view); err != nil {
		return err
	}
	failures := view.Errors()
	sum := tally{templates: len(found.all), errors: failures, warnings: len(view) - failures}
	if failures > 0 {
		return exitcode.With(exitcode.Usage, &lintError{sum, path})
	}
	env.Note("%s", sum)
	return nil
}

// tally counts what was looked at and what was found.
type tally struct{ templates, errors, warnings int }

// String returns the counts in a few words.
func (t tally) String() string {
	return fmt.Sprintf("%s: %s, %s", count(t.templates, "template"), count(t.errors, "error"), count(t.warnings, "warning"))
}

func count(number int, of string) string {
	if number != 1 {
		of += "s"
	}
	return fmt.Sprintf("%d %s", number, of)
}

// lintError says that templates have errors. What they are was printed.
type lintError struct {
	tally

	path string // empty for the built-in ones
}

// Error counts them.
func (e *lintError) Error() string { return e.String() }

// Code is the code of the error document.
func (*lintError) Code() string { return "lint_failed" }

// Hint says what to do about them.
func (e *lintError) Hint() string {
	const again = "correct what is listed and run it again"
	if e.templates == 0 {
		return again // a preview would have nothing to show
	}
	return again + "; " + strings.TrimSpace("logtoctl templates preview "+e.path) + " shows it beside the mail"
}
