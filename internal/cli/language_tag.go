package cli

import "golang.org/x/text/language"

// LanguageTag checks a language tag on the command line: well-formed, and
// spelled as Logto looks templates up. What names the value in the message.
func LanguageTag(what, tag string) error {
	parsed, err := language.Raw.Parse(tag)
	switch {
	case err != nil:
		return Usagef("%s %q is not a language tag such as en or zh-CN", what, tag)
	case parsed.String() != tag:
		return Usagef("%s %s would never be found, because Logto compares letter by letter: write %s", what, tag, parsed)
	}
	return nil
}
