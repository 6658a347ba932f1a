package templates

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email/lint"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewLint returns the command templates lint.
func NewLint(env *cli.Env) *cobra.Command {
	values := make(variables)
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
			return check(cmd.Context(), env, from(args), values)
		},
	}
	values.bind(cmd, "value of the brand, such as brand.color=#0f766e (repeatable)")
	return cmd
}

func check(ctx context.Context, env *cli.Env, path string, values variables) error {
	if err := values.onlyBrand(); err != nil {
		return err
	}
	found, findings, err := env.ReadTemplates(ctx, path, values)
	if err != nil {
		return err
	}
	view := judge(found, findings)
	if err := env.Print(view); err != nil {
		return err
	}
	failures := view.Errors()
	sum := tally{templates: len(found), errors: failures, warnings: len(view) - failures}
	if failures > 0 {
		return exitcode.With(exitcode.Usage, &lintError{sum})
	}
	env.Note("%s", sum)
	return nil
}

// judge returns everything there is to say about the templates, in the order of
// its places.
func judge(templates []manifest.MailTemplate, findings manifest.Findings) output.TemplateFindings {
	view := make(output.TemplateFindings, 0, len(findings))
	for _, finding := range findings {
		view = append(view, output.NewTemplateFinding(finding, within(templates, finding.File)))
	}
	for _, template := range templates {
		for _, issue := range lint.Template(template.Template(), template.LanguageTag) {
			pos := template.Position(issue.Field, issue.Offset)
			view = append(view, output.NewTemplateFinding(manifest.Finding{
				File: pos.File, Line: pos.Line, Column: pos.Column,
				Severity: issue.Severity, Message: issue.Message, Hint: issue.Hint,
			}, template))
		}
	}
	slices.SortStableFunc(view, func(a, b output.TemplateFinding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return view
}

// within returns the template that a file holds, nothing where there is no such
// one or several: a finding about a connector.json may be about any of its
// templates.
func within(templates []manifest.MailTemplate, file string) manifest.MailTemplate {
	var inside []manifest.MailTemplate
	for _, template := range templates {
		if template.File == file {
			inside = append(inside, template)
		}
	}
	if len(inside) != 1 {
		return manifest.MailTemplate{}
	}
	return inside[0]
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
type lintError struct{ tally }

// Error counts them.
func (e *lintError) Error() string { return e.String() }

// Code is the code of the error document.
func (*lintError) Code() string { return "lint_failed" }

// Hint says what to do about them.
func (*lintError) Hint() string {
	return "correct what is listed and run it again; logtoctl templates preview shows it beside the mail"
}
