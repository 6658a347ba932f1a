package email

import (
	"fmt"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/nearest"
)

// maxPlaceholderIssues is how many issues of its placeholders a text is told.
// More of them have one cause, and nobody would read them.
const maxPlaceholderIssues = 50

// CheckPlaceholders returns the issues of [Check] that are about what stands in
// a field, whatever else belongs there. It looks at every "{{": a placeholder
// that Logto knows, one that it does not know, or something it does not take for
// one.
func CheckPlaceholders(usageType UsageType, field, text string) []Issue {
	known := KnownPlaceholders(usageType)
	var issues []Issue
	end := 0
	for _, placeholder := range Placeholders(text) {
		if len(issues) >= maxPlaceholderIssues {
			return issues
		}
		issues = append(issues, checkBraces(field, text, end, placeholder.Offset)...)
		end = placeholder.Offset + placeholder.Length
		if issue, bad := checkPlaceholder(usageType, placeholder, known); bad {
			issue.Field, issue.Offset = field, placeholder.Offset
			issues = append(issues, issue)
		}
	}
	return append(issues, checkBraces(field, text, end, len(text))...)
}

// samplePayload returns a payload that has all that Logto knows.
func samplePayload(known []string) map[string]any {
	values := make(map[string]string, len(known))
	for _, name := range known {
		values[name] = ""
	}
	return Payload(values)
}

func checkPlaceholder(usageType UsageType, placeholder Placeholder, known []string) (Issue, bool) {
	name := placeholder.Name
	if slices.Contains(known, name) {
		return Issue{}, false
	}
	inside := func(object string) int {
		return slices.IndexFunc(known, func(k string) bool { return strings.HasPrefix(k, object+".") })
	}
	written := "{{" + name + "}}"
	rendered := Render(written, samplePayload(known))
	hint := nearest.Hint(name, slices.Values(known))
	switch {
	case inside(name) >= 0:
		return Issue{
			Severity: SeverityWarning,
			Message:  fmt.Sprintf("{{%s}} is an object and would read [object Object]", name),
			Hint:     fmt.Sprintf("use one of its values, such as {{%s}}", known[inside(name)]),
		}, true
	case rendered == "":
		return Issue{
			Severity: SeverityWarning,
			Message:  fmt.Sprintf("unknown placeholder {{%s}}, which would become empty", name), Hint: hint,
		}, true
	case rendered != written: // a member that every object of JavaScript has
		return Issue{
			Severity: SeverityError,
			Message:  fmt.Sprintf("unknown placeholder {{%s}}, which would become %q", name, rendered),
		}, true
	case usageType == OrganizationInvitation:
		// Whoever invites may pass any value in messagePayload.
		return Issue{
			Severity: SeverityWarning,
			Message:  fmt.Sprintf("unknown placeholder {{%s}}, which stays as written unless the invitation brings a value", name), Hint: hint,
		}, true
	default:
		return Issue{
			Severity: SeverityError,
			Message:  fmt.Sprintf("unknown placeholder {{%s}}, which the end user would see as written", name), Hint: hint,
		}, true
	}
}

// checkBraces finds a "{{" between two placeholders: a block or an expression
// of another template language.
func checkBraces(field, text string, start, end int) []Issue {
	i := strings.Index(text[start:end], "{{")
	if i < 0 {
		return nil
	}
	return []Issue{{
		Field: field, Offset: start + i, Severity: SeverityWarning,
		Message: "{{ begins no placeholder that Logto understands, the end user would see it as written",
		Hint:    "a placeholder is a name in double braces, such as {{code}}",
	}}
}
