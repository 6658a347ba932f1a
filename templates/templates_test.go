package templates_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/templates"
)

// brandReference is what a manifest would fill when it loads a template.
var brandReference = regexp.MustCompile(`\$\{brand\.(\w+)\}`)

func TestLocales(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"en", "ja", "zh-CN", "zh-TW"}, templates.Locales()); diff != "" {
		t.Error(diff)
	}
}

func TestEmail_unknownLocale(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"xx", "", "EN", "../en", "zh"} {
		if _, err := templates.Email(locale); err == nil {
			t.Errorf("there are templates in %q", locale)
		}
	}
}

// Each language has each mail, and none of them gives email.Check anything to
// say.
func TestEmail(t *testing.T) {
	t.Parallel()
	eachLocale(t, func(t *testing.T, _ string, files []email.File) {
		t.Helper()
		var usageTypes []email.UsageType
		for _, file := range files {
			usageTypes = append(usageTypes, file.UsageType)
			for _, issue := range email.Check(filled(t, file)) {
				t.Errorf("%s: %s at %d: %s", file.Name, issue.Field, issue.Offset, issue.Message)
			}
		}
		if diff := cmp.Diff(email.UsageTypes(), usageTypes); diff != "" {
			t.Error(diff)
		}
	})
}

// A mail program shows about 60 characters of a subject. The code comes first,
// so that it shows in a notification too.
func TestEmail_subject(t *testing.T) {
	t.Parallel()
	eachLocale(t, func(t *testing.T, _ string, files []email.File) {
		t.Helper()
		seen := make(map[string]string)
		for _, file := range files {
			template := filled(t, file)
			subject := email.Render(template.Subject, payload(file.UsageType))
			if length := utf8.RuneCountInString(subject); length >= 60 {
				t.Errorf("%s: %q has %d characters", file.Name, subject, length)
			}
			if file.UsageType != email.OrganizationInvitation && !strings.HasPrefix(subject, "495172") {
				t.Errorf("%s: %q does not begin with the code", file.Name, subject)
			}
			if !strings.Contains(subject, "Bookstore") {
				t.Errorf("%s: %q does not say who writes", file.Name, subject)
			}
			if other, found := seen[subject]; found {
				t.Errorf("%s has the subject of %s", file.Name, other)
			}
			seen[subject] = file.Name
		}
	})
}

// Logto leaves a placeholder without a value as it is. So only what is in every
// mail of a type is used, and all of it.
func TestEmail_placeholders(t *testing.T) {
	t.Parallel()
	eachLocale(t, func(t *testing.T, _ string, files []email.File) {
		t.Helper()
		for _, file := range files {
			subject, content := map[string]int{"code": 1}, map[string]int{"code": 1}
			if file.UsageType == email.OrganizationInvitation {
				// The link is the button's, the written one's and its text.
				subject = map[string]int{"organization.name": 1}
				content = map[string]int{"organization.name": 4, "link": 3}
			}
			if diff := cmp.Diff(subject, count(file.Subject)); diff != "" {
				t.Errorf("%s: subject: %s", file.Name, diff)
			}
			if diff := cmp.Diff(content, count(file.Content)); diff != "" {
				t.Errorf("%s: content: %s", file.Name, diff)
			}
			template := filled(t, file)
			for _, text := range []string{template.Subject, template.Content} {
				if rendered := email.Render(text, payload(file.UsageType)); strings.Contains(rendered, "{{") || strings.Contains(rendered, "${") {
					t.Errorf("%s: something stays unfilled in %s", file.Name, rendered)
				}
			}
		}
	})
}

// The brand is more than its name: header and accent of every mail show it.
func TestEmail_brand(t *testing.T) {
	t.Parallel()
	eachLocale(t, func(t *testing.T, _ string, files []email.File) {
		t.Helper()
		for _, file := range files {
			used := make(map[string]bool)
			for _, match := range brandReference.FindAllStringSubmatch(file.Content, -1) {
				used[match[1]] = true
			}
			want := []string{"color", "logo", "name"}
			if file.UsageType == email.OrganizationInvitation {
				want = []string{"color", "logo", "name", "onColor"}
			}
			if diff := cmp.Diff(want, slices.Sorted(maps.Keys(used))); diff != "" {
				t.Errorf("%s: %s", file.Name, diff)
			}
		}
	})
}

func eachLocale(t *testing.T, check func(t *testing.T, locale string, files []email.File)) {
	t.Helper()
	for _, locale := range templates.Locales() {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			folder, err := templates.Email(locale)
			if err != nil {
				t.Fatal(err)
			}
			files, err := email.Read(folder)
			if err != nil {
				t.Fatal(err)
			}
			check(t, locale, files)
		})
	}
}

// filled returns a template as it is once the brand has been filled in.
func filled(t *testing.T, file email.File) email.Template {
	t.Helper()
	brand := email.Brand{Name: "Bookstore"}
	fill := func(field, text string) string {
		return brandReference.ReplaceAllStringFunc(text, func(reference string) string {
			value, err := brand.Fill(brandReference.FindStringSubmatch(reference)[1], field)
			if err != nil {
				t.Errorf("%s: %v", file.Name, err)
			}
			return value
		})
	}
	template := file.Template
	template.Subject = fill(email.FieldSubject, template.Subject)
	template.Content = fill(email.FieldContent, template.Content)
	return template
}

// payload is the least that Logto sends with a mail of the type.
func payload(usageType email.UsageType) map[string]any {
	if usageType == email.OrganizationInvitation {
		return map[string]any{"link": "https://example.com/join", "organization": map[string]any{"name": "Night Readers"}}
	}
	return map[string]any{"code": "495172"}
}

func count(text string) map[string]int {
	counts := make(map[string]int)
	for _, placeholder := range email.Placeholders(text) {
		counts[placeholder.Name]++
	}
	return counts
}

func Example() {
	folder, err := templates.Email("ja")
	if err != nil {
		fmt.Println(err)
		return
	}
	all, err := email.Read(folder)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(all), all[1].Subject)
	// Output: 9 {{code}}は${brand.name}のサインイン用認証コードです
}
