// Package templates holds the commands on email templates: write the built-in
// ones out, list, check, render, preview and push them.
package templates

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// source is the optional argument of a command: where the templates are.
const source = "[DIR|FILE]"

// atMostOne demands one path or none, for the built-in templates.
func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return cli.Args(source)(cmd, args)
	}
	if len(args) == 1 && args[0] == "" {
		return cli.Usagef("the path of the templates is empty: leave it out for the built-in ones")
	}
	return nil
}

// bindBrand declares -f, a file whose brand the templates get.
func bindBrand(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVarP(file, "file", "f", "", "connector.json or logtoctl.yaml whose brand the templates get; --var wins")
	cli.NotEmpty(cmd.Flags(), "file")
}

// read reads the templates of a path, with the values and the brand of a file,
// which may be empty.
func read(ctx context.Context, env *cli.Env, path, brandFile string, values map[string]string) ([]manifest.MailTemplate, manifest.Findings, error) {
	values, err := env.WithBrandOf(ctx, brandFile, values)
	if err != nil {
		return nil, nil, err
	}
	return env.ReadTemplates(ctx, path, values)
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
	return cli.Usagef("there are no templates in the language %q: %s", locale, oneOf(locale, known))
}

// oneOf says which of the languages was meant, or which there are. Programs write
// zh_CN where Logto has zh-CN; a tag that only looks alike is another language.
func oneOf(locale string, known []string) string {
	if meant, found := find(known, strings.ReplaceAll(locale, "_", "-")); found {
		return "did you mean " + meant + "?"
	}
	return "use " + strings.Join(known, ", ")
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

// tell notes what was found on stderr.
func tell(env *cli.Env, findings manifest.Findings) {
	for _, finding := range findings {
		env.Note("%s", finding)
	}
}
