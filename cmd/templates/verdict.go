package templates

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/email/lint"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
)

// verdict is what is kept of a template that was judged.
type verdict struct {
	about                   manifest.MailTemplate // without its texts
	begin, subject, content manifest.Pos          // where it begins, and where its texts end
	findings                output.TemplateFindings
}

// verdicts judges templates while the next ones are read, as many at a time as
// there are cores, and keeps none of them: there may be thousands.
type verdicts struct {
	all     []*verdict // in the order of the templates
	byFile  map[string][]*verdict
	judging sync.WaitGroup
	judges  chan struct{}
}

func newVerdicts() *verdicts {
	return &verdicts{byFile: make(map[string][]*verdict), judges: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// take has a template judged. It waits until somebody is free to do it.
func (v *verdicts) take(template manifest.MailTemplate) {
	one := &verdict{
		about: manifest.MailTemplate{
			LocalisedTemplate: email.LocalisedTemplate{UsageType: template.UsageType, LanguageTag: template.LanguageTag},
		},
		begin:   template.Position("", 0),
		subject: template.Position(email.FieldSubject, len(template.Subject)),
		content: template.Position(email.FieldContent, len(template.Content)),
	}
	v.all = append(v.all, one)
	v.byFile[template.File] = append(v.byFile[template.File], one)
	v.judges <- struct{}{}
	v.judging.Go(func() {
		defer func() { <-v.judges }()
		one.findings = judge(template)
	})
}

// judge returns what there is to say about the design of a template.
func judge(template manifest.MailTemplate) output.TemplateFindings {
	var found output.TemplateFindings
	for _, issue := range lint.Template(template.Template(), template.LanguageTag) {
		pos := template.Position(issue.Field, issue.Offset)
		found = append(found, output.NewTemplateFinding(manifest.Finding{
			File: pos.File, Line: pos.Line, Column: pos.Column,
			Severity: issue.Severity, Message: issue.Message, Hint: issue.Hint,
		}, template))
	}
	return found
}

// with returns everything there is to say about the templates, what was found
// when they were read included, in the order of its places.
func (v *verdicts) with(findings manifest.Findings) output.TemplateFindings {
	v.judging.Wait()
	view := make(output.TemplateFindings, 0, len(findings))
	for _, finding := range findings {
		view = append(view, output.NewTemplateFinding(finding, v.around(finding)))
	}
	for _, one := range v.all {
		view = append(view, one.findings...)
	}
	slices.SortStableFunc(view, func(a, b output.TemplateFinding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return view
}

// around returns the template that a finding is in, nothing where it is in none,
// such as one about the whole of a connector.json.
func (v *verdicts) around(finding manifest.Finding) manifest.MailTemplate {
	inFile := v.byFile[finding.File]
	if len(inFile) == 1 && !cli.HasBrand(finding.File) {
		return inFile[0].about // the file is the template
	}
	at := manifest.Pos{Line: finding.Line, Column: finding.Column}
	for _, one := range inFile {
		if !before(at, one.begin) && (!before(one.subject, at) || !before(one.content, at)) {
			return one.about
		}
	}
	return manifest.MailTemplate{}
}

// before tells whether a place is before another one in the same file.
func before(a, b manifest.Pos) bool {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) < 0
}
