package email

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Severity says whether a finding makes a template, or a file, unusable.
type Severity string

// The severities.
const (
	// SeverityError marks what must be changed before anything is sent.
	SeverityError Severity = "error"
	// SeverityWarning marks what works and is probably not what was meant.
	SeverityWarning Severity = "warning"
)

// The fields of a template that an [Issue] can be about.
const (
	FieldSubject = "subject"
	FieldContent = "content"
)

// Limits of Aliyun Direct Mail. Its pages differ: the error table of
// SingleSendMail says 100 characters of subject, its newest page 256; about
// 80 KB of body is what a request can always carry.
const (
	maxSubject     = 256  // characters
	cautionSubject = 100  // characters
	cautionContent = 80e3 // bytes
)

// Issue is something in a template that Logto accepts without a word and that
// an end user, or Direct Mail, would stumble over.
type Issue struct {
	// Field is [FieldSubject] or [FieldContent].
	Field string
	// Offset is the place in the field, in bytes.
	Offset int
	// Severity says how bad it is.
	Severity Severity
	// Message says what is wrong, Hint what to do about it. Hint may be empty.
	Message, Hint string
}

// Check returns the issues of a template, those of the subject first, each
// field from its beginning.
func Check(t Template) []Issue {
	return append(checkSubject(t), checkContent(t)...)
}

func checkSubject(t Template) []Issue {
	if strings.TrimSpace(t.Subject) == "" {
		return []Issue{{
			Field: FieldSubject, Severity: SeverityError,
			Message: "the subject is empty", Hint: "Logto drops empty texts and then refuses the configuration",
		}}
	}
	var issues []Issue
	add := func(offset int, severity Severity, message, hint string) {
		issues = append(issues, Issue{FieldSubject, offset, severity, message, hint})
	}
	switch length := utf8.RuneCountInString(t.Subject); {
	case length > maxSubject:
		add(0, SeverityError, fmt.Sprintf("the subject has %d characters, Direct Mail takes at most %d", length, maxSubject), "")
	case length > cautionSubject:
		add(0, SeverityWarning, fmt.Sprintf("the subject has %d characters, more than the %d that are safe with Direct Mail", length, cautionSubject),
			"mail programs show about 60")
	}
	if i := strings.IndexFunc(t.Subject, unicode.IsControl); i >= 0 {
		add(i, SeverityError, "the subject holds a line break or another control character", "write it on one line")
	}
	return append(issues, CheckPlaceholders(t.UsageType, FieldSubject, t.Subject)...)
}

func checkContent(t Template) []Issue {
	if strings.TrimSpace(t.Content) == "" {
		return []Issue{{
			Field: FieldContent, Severity: SeverityError,
			Message: "the content is empty", Hint: "Logto drops empty texts and then refuses the configuration",
		}}
	}
	var issues []Issue
	needed, without := "code", "the end user would get no verification code"
	if t.UsageType == OrganizationInvitation {
		needed, without = "link", "the invited person could not accept"
	}
	switch at := offsetOf(t.Content, needed); {
	case at < 0:
		issues = append(issues, Issue{
			Field: FieldContent, Severity: SeverityError,
			Message: fmt.Sprintf("the content of a template for %s has no {{%s}}", t.UsageType, needed), Hint: without,
		})
	case !isShown(t.Content, needed):
		issues = append(issues, Issue{
			Field: FieldContent, Offset: at, Severity: SeverityError,
			Message: fmt.Sprintf("no reader sees {{%s}}: it is in a comment, an attribute or hidden text", needed), Hint: without,
		})
	}
	if i := strings.IndexByte(t.Content, 0); i >= 0 {
		issues = append(issues, Issue{
			Field: FieldContent, Offset: i, Severity: SeverityError,
			Message: "the content holds a NUL byte, which Logto's database refuses", Hint: "remove it",
		})
	}
	if len(t.Content) > cautionContent {
		issues = append(issues, Issue{
			Field: FieldContent, Severity: SeverityWarning,
			Message: fmt.Sprintf("the content has %d KB, more than the %d KB that are safe with Direct Mail", len(t.Content)/1000, int(cautionContent)/1000),
			Hint:    "link to pictures instead of embedding them",
		})
	}
	return append(issues, CheckPlaceholders(t.UsageType, FieldContent, t.Content)...)
}
