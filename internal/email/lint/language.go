package lint

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/language"

	"github.com/logtoctl/logtoctl/internal/email"
)

// languageCheck compares texts with the language that a template is kept
// under. The zero value, for no language, finds nothing.
type languageCheck struct {
	locale       string
	base, script string // for instance "zh" and "Hant"
	// certain says that the language has no other script: Serbian has two.
	certain bool
}

// newLanguage takes a language tag; the script is the usual one of a language
// or a region (zh-TW is written in Hant).
func newLanguage(locale string) languageCheck {
	tag, err := language.Parse(locale)
	if err != nil || tag == language.Und {
		return languageCheck{}
	}
	base, _ := tag.Base()
	script, confidence := tag.Script()
	return languageCheck{locale: locale, base: base.String(), script: script.String(), certain: confidence >= language.High}
}

// languageHint is what to do about a text in another language.
const languageHint = "translate it, or move it to the folder of its language"

func (c languageCheck) checkSubject(l *linter, subject string) {
	if other, found := c.other(count(subject), evidenceOfSubject()); found {
		l.add(email.FieldSubject, 0, email.SeverityWarning, fmt.Sprintf("the subject is in %s, the template is kept as %s", other, c.locale), languageHint)
	}
}

func (c languageCheck) checkContent(l *linter, doc *document) {
	if c.locale == "" {
		return
	}
	c.checkAttribute(l, doc)
	var text strings.Builder
	var first *html.Node
	for n := range doc.root.Descendants() {
		if n.Type != html.TextNode || !hasText(withoutPlaceholders(n.Data)) || !inProse(n) {
			continue
		}
		if first == nil {
			first = n.Parent
		}
		text.WriteString(n.Data + "\n")
	}
	seen, enough := count(text.String()), evidenceOfContent()
	if c.ownLetters(seen) == 0 {
		enough = evidenceOfForeign()
	}
	if other, found := c.other(seen, enough); found {
		l.warn(doc.offset(first), fmt.Sprintf("the text is in %s, the template is kept as %s", other, c.locale), languageHint)
	}
}

// checkAttribute compares the lang attribute of the document, by which screen
// readers choose a voice and mail programs a font. A region more or less is no
// difference.
func (c languageCheck) checkAttribute(l *linter, doc *document) {
	for n := range doc.root.ChildNodes() {
		lang := attribute(n, "lang")
		if n.Data != "html" || lang == "" || strings.Contains(lang, "{{") {
			continue
		}
		if own := newLanguage(lang); own.base != c.base || own.script != c.script {
			l.warn(doc.offset(n), fmt.Sprintf("the HTML says lang=%q, the template is kept as %s", lang, c.locale), fmt.Sprintf("write lang=%q", c.locale))
		}
	}
}

// inProse says whether all elements around a text show it.
func inProse(n *html.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && !isProse(n) {
			return false
		}
	}
	return true
}

// evidence is how much of a text has to be in another language before it is
// said to be. Too little is better than a false alarm.
type evidence struct {
	letters, words, kana, han int
}

func evidenceOfSubject() evidence { return evidence{letters: 4, words: 3, kana: 3, han: 12} }
func evidenceOfContent() evidence { return evidence{letters: 20, words: 6, kana: 6, han: 20} }

// evidenceOfForeign is for a content without any letter of the script that it
// should be in: nothing speaks for its language.
func evidenceOfForeign() evidence { return evidence{letters: 8, words: 3, kana: 8, han: 8} }

// ownLetters returns how many letters of the language's script a text has.
func (c languageCheck) ownLetters(seen letters) int {
	switch c.script {
	case "Latn":
		return seen.latin
	case "Jpan":
		return seen.han + seen.kana
	case "Hans", "Hant":
		return seen.han
	default:
		return seen.others[languageOf(c.script)]
	}
}

// other returns the language that a text is in, if it is another one than the
// check's.
func (c languageCheck) other(seen letters, enough evidence) (name string, found bool) {
	switch c.script {
	case "Latn":
		if script, n := seen.mostForeign(); n >= enough.letters && 2*n > seen.latin {
			return script, true
		}
		return otherLatin(c.base, seen.words, enough)
	case "Jpan":
		return otherThanJapanese(seen, enough)
	case "Hans", "Hant":
		return otherThanChinese(c.script == "Hant", seen, enough)
	default:
		return c.otherAlphabet(seen, enough)
	}
}

// otherAlphabet is for languages whose script is enough to tell: without one
// letter of it, a text in another is in another language.
func (c languageCheck) otherAlphabet(seen letters, enough evidence) (string, bool) {
	if !c.certain || languageOf(c.script) == "" || c.ownLetters(seen) > 0 {
		return "", false
	}
	if script, n := seen.mostForeign(); n >= enough.letters {
		return script, true
	}
	return latinName(seen.words, enough), seen.foreignWords(enough)
}

func otherThanJapanese(seen letters, enough evidence) (string, bool) {
	if seen.foreignWords(enough) && 20*(seen.han+seen.kana) < seen.latin {
		return latinName(seen.words, enough), true
	}
	if script, n := seen.mostForeign(); n >= enough.letters && n > seen.han+seen.kana && !isEastAsian(script) {
		return script, true
	}
	if seen.kana == 0 && (seen.han >= enough.han || seen.han >= 4 && seen.notJapanese >= 2) {
		return "Chinese", true
	}
	return "", false
}

func otherThanChinese(traditional bool, seen letters, enough evidence) (string, bool) {
	if seen.foreignWords(enough) && 20*seen.han < seen.latin {
		return latinName(seen.words, enough), true
	}
	if seen.kana >= enough.kana && seen.kana*10 > seen.han {
		return "Japanese", true
	}
	if script, n := seen.mostForeign(); n >= enough.letters && n > seen.han && !isEastAsian(script) {
		return script, true
	}
	own, other, name := seen.simplified, seen.traditional, "Traditional Chinese"
	if traditional {
		own, other, name = seen.traditional, seen.simplified, "Simplified Chinese"
	}
	return name, other >= 2 && other > own
}

func isEastAsian(script string) bool { return script == "Japanese" || script == "Chinese" }
