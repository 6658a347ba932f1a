package templates

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/email/lint"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
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
	found, findings, err := read(ctx, env, path, brandFile, values)
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
		return exitcode.With(exitcode.Usage, &lintError{sum, path})
	}
	env.Note("%s", sum)
	return nil
}

// judge returns everything there is to say about the templates, in the order of
// its places.
func judge(templates []manifest.MailTemplate, findings manifest.Findings) output.TemplateFindings {
	view := make(output.TemplateFindings, 0, len(findings))
	for _, finding := range findings {
		view = append(view, output.NewTemplateFinding(finding, around(templates, finding)))
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

// around returns the template that a finding is in, nothing where it is in none,
// such as one about the whole of a connector.json.
func around(templates []manifest.MailTemplate, finding manifest.Finding) manifest.MailTemplate {
	inFile := slices.DeleteFunc(slices.Clone(templates), func(t manifest.MailTemplate) bool { return t.File != finding.File })
	if len(inFile) == 1 && !cli.HasBrand(finding.File) {
		return inFile[0] // the file is the template
	}
	at := manifest.Pos{Line: finding.Line, Column: finding.Column}
	for _, template := range inFile {
		subject := template.Position(email.FieldSubject, len(template.Subject))
		content := template.Position(email.FieldContent, len(template.Content))
		if !before(at, template.Position("", 0)) && (!before(subject, at) || !before(content, at)) {
			return template
		}
	}
	return manifest.MailTemplate{}
}

// before tells whether a place is before another one in the same file.
func before(a, b manifest.Pos) bool {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) < 0
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
