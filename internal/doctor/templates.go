package doctor

import (
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const (
	templatesRequired = "templates.required"
	templatesContent  = "templates.content"
	templatesShadowed = "templates.shadowed"
	templatesFile     = "templates.file"
)

func templateChecks() []Check {
	return []Check{
		{ID: templatesRequired, Group: groupTemplates, Title: "no required template is missing", needs: []string{connectorConfig}, judge: judgeRequired},
		{ID: templatesContent, Group: groupTemplates, Title: "each carries its code or link", needs: []string{templatesRequired}, judge: judgeContent},
		{ID: templatesShadowed, Group: groupTemplates, Title: "no localised one takes its place", needs: []string{tokenRole, templatesContent}, reads: templatesRead, judge: judgeShadowed},
		{ID: templatesFile, Group: groupTemplates, Title: "localised: as the file says", needs: []string{tokenRole, serverEmailTemplates}, reads: templatesRead, judge: judgeTemplatesFile},
	}
}

func templatesRead(f *Facts) []error { return []error{templatesError(f), f.Logto.Experience.Err} }

func judgeRequired(f *Facts) verdict {
	if f.connectorless() {
		return skip(f.applyConnector(), "there is no connector to look at")
	}
	var missing, fallingBack []string
	for _, usageType := range email.UsageTypes() {
		has := slices.ContainsFunc(f.DirectMail.Mailer.Value.Templates, func(t email.Template) bool { return t.UsageType == usageType })
		switch {
		case has:
		case slices.Contains(email.Required(), usageType):
			missing = append(missing, string(usageType))
		default:
			fallingBack = append(fallingBack, string(usageType))
		}
	}
	switch {
	case len(missing) > 0:
		return fail(f.correct("add the templates, or leave templates out to use the built-in ones,"), "the connector has no template for %s", strings.Join(missing, ", "))
	case len(fallingBack) > 0:
		return ok("the required ones; Generic stands in for the other %d", len(fallingBack))
	default:
		return ok("all %d", len(email.UsageTypes()))
	}
}

// judgeContent looks at the localised templates too, which go first for who reads
// their language. Those of the file are the matter of [templatesFile]: the file
// itself is right.
func judgeContent(f *Facts) verdict {
	found := ok("checked")
	for _, template := range f.DirectMail.Mailer.Value.Templates {
		found = worse(found, judgeTemplate(string(template.UsageType), template, f.correct("correct the template")))
	}
	for _, row := range unmentioned(f) {
		next := "logtoctl templates push DIR --locale " + row.LanguageTag + ", with a correct one in DIR"
		if f.File != nil {
			next = f.correct("put a correct one under emailTemplates")
		}
		if slices.Contains(email.UsageTypes(), row.UsageType) {
			template := email.Template{UsageType: row.UsageType, Subject: row.Subject, Content: row.Content}
			found = worse(found, judgeTemplate("localised "+row.LanguageTag+"/"+string(row.UsageType), template, next))
		}
	}
	return found
}

// judgeTemplate tells the first error in a template, else its first warning.
func judgeTemplate(name string, template email.Template, next string) verdict {
	found := ok("checked")
	for _, issue := range email.Check(template) {
		judged := warn(next, "%s, %s: %s", name, issue.Field, issue.Message)
		if issue.Severity == email.SeverityError {
			judged.status = Failed
		}
		found = worse(found, judged)
	}
	return found
}

// worse returns the second verdict if it is worse than the first one.
func worse(first, second verdict) verdict {
	if first.status == OK || first.status == Warning && second.status == Failed {
		return second
	}
	return first
}

// judgeShadowed warns of localised templates that nobody has in a file: they
// take the place of the connector's, which then can be edited without effect.
func judgeShadowed(f *Facts) verdict {
	rows := unmentioned(f)
	shadowed := email.Shadowed(rows, f.Logto.Experience.Value.LanguageInfo.FallbackLanguage)
	if len(shadowed) == 0 {
		return ok("yes")
	}
	names := make([]string, len(shadowed))
	for i, usageType := range shadowed {
		names[i] = string(usageType)
	}
	return warn("put them under emailTemplates of a logtoctl.yaml (logtoctl export), or delete them with DELETE /api/email-templates",
		"%d localised templates of the tenant take the place of the connector's for %s", len(rows), few(names))
}

// unmentioned returns the localised templates of the tenant that the file does
// not have.
func unmentioned(f *Facts) []email.LocalisedTemplate {
	var rows []email.LocalisedTemplate
	for _, live := range f.Logto.Templates.Value {
		row := email.LocalisedTemplate{
			LanguageTag: live.LanguageTag, UsageType: email.UsageType(live.TemplateType),
			Subject: live.Details.Subject, Content: live.Details.Content,
		}
		mentioned := f.File != nil && slices.ContainsFunc(f.File.EmailTemplates, func(t email.LocalisedTemplate) bool {
			return t.LanguageTag == row.LanguageTag && t.UsageType == row.UsageType
		})
		if !mentioned {
			rows = append(rows, row)
		}
	}
	return rows
}

func judgeTemplatesFile(f *Facts) verdict {
	if f.File == nil || f.File.EmailTemplates == nil {
		return noFile(f, "email templates")
	}
	var differing []plan.Field
	for _, want := range provision.Desired(*f.File).Templates {
		if change := plan.EnsureTemplate(f.Logto.Templates.Value, want); change.Status != plan.Unchanged {
			differing = append(differing, plan.Field{Path: rowName(want)})
		}
	}
	return asFile(f, differing)
}

func rowName(row logtoadmin.EmailTemplate) string { return row.LanguageTag + "/" + row.TemplateType }
