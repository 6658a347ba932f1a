// Package templates holds the commands on email templates: write the built-in
// ones out, list, check, render, preview and push them.
package templates

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// source is the optional argument of a command: where the templates are.
const source = "[DIR|FILE]"

// atMostOne demands one path or none, for the built-in templates.
func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return cli.Args(source)(cmd, args)
}

// from returns the path that the argument names, empty for the built-in
// templates.
func from(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

// locales returns the language tags that there are templates for, each once, in
// the order of the templates.
func locales(templates []manifest.MailTemplate) []string {
	var tags []string
	for _, template := range templates {
		if tag := template.LanguageTag; tag != "" && !contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// contains tells whether a language tag is in a list. People write zh-cn where
// Logto has zh-CN.
func contains(tags []string, tag string) bool {
	_, found := find(tags, tag)
	return found
}

// find returns a language tag as the list has it.
func find(tags []string, tag string) (string, bool) {
	for _, known := range tags {
		if strings.EqualFold(known, tag) {
			return known, true
		}
	}
	return "", false
}

// unknownLocale says that there are no templates in a language, and in which
// ones there are.
func unknownLocale(locale string, known []string) error {
	if len(known) == 0 {
		return cli.Usagef("the templates say no language: leave --locale %s out", locale)
	}
	return cli.Usagef("there are no templates in the language %q: use %s", locale, strings.Join(known, ", "))
}

// errorsOf returns the findings that make a template unusable.
func errorsOf(findings manifest.Findings) manifest.Findings {
	var failures manifest.Findings
	for _, finding := range findings {
		if finding.Severity == manifest.SeverityError {
			failures = append(failures, finding)
		}
	}
	return failures
}

// unusableError says that templates cannot be used, and why.
type unusableError struct{ findings manifest.Findings }

// Error returns the findings, one a line.
func (e *unusableError) Error() string { return e.findings.Error() }

// Unwrap returns the findings.
func (e *unusableError) Unwrap() error { return e.findings }

// Hint names the command that checks templates alone.
func (*unusableError) Hint() string {
	return "correct it and check it without any request: logtoctl templates lint DIR"
}

// tell notes what was found on stderr.
func tell(env *cli.Env, findings manifest.Findings) {
	for _, finding := range findings {
		env.Note("%s", finding)
	}
}
