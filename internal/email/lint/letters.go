package lint

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/logtoctl/logtoctl/internal/email"
)

// letters is what a text is made of.
type letters struct {
	latin, han, kana int
	others           map[string]int // letters of further scripts, by the language they stand for
	// simplified and traditional count the Chinese characters that only one of
	// the two has, notJapanese those that Japanese has not.
	simplified, traditional, notJapanese int
	words                                []string // of Latin letters, as written
}

// notProse is what stands in every language as it is.
var notProse = regexp.MustCompile(`(?i)\b(?:https?://|www\.|mailto:)[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)

// count takes a text apart, placeholders and addresses aside.
func count(text string) letters {
	text = notProse.ReplaceAllString(withoutPlaceholders(text), " ")
	seen := letters{others: make(map[string]int)}
	for _, r := range text {
		seen.add(r)
	}
	seen.words = strings.FieldsFunc(text, func(r rune) bool { return !unicode.Is(unicode.Latin, r) && r != '\'' && r != '’' })
	seen.charset(text)
	return seen
}

func withoutPlaceholders(text string) string {
	var rest strings.Builder
	end := 0
	for _, p := range email.Placeholders(text) {
		rest.WriteString(text[end:p.Offset] + " ")
		end = p.Offset + p.Length
	}
	rest.WriteString(text[end:])
	return rest.String()
}

func (l *letters) add(r rune) {
	switch {
	case unicode.Is(unicode.Latin, r):
		l.latin++
	case unicode.Is(unicode.Han, r):
		l.han++
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		l.kana++
	default:
		for _, a := range alphabets() {
			if unicode.Is(a.letters, r) {
				l.others[a.language]++
			}
		}
	}
}

// alphabet is a further script, under its name in language tags, with what a
// text in it is said to be in.
type alphabet struct {
	script   string
	letters  *unicode.RangeTable
	language string
}

func alphabets() [7]alphabet {
	return [...]alphabet{
		{"Kore", unicode.Hangul, "Korean"},
		{"Cyrl", unicode.Cyrillic, "a language of Cyrillic letters"},
		{"Grek", unicode.Greek, "Greek"},
		{"Arab", unicode.Arabic, "a language of Arabic letters"},
		{"Hebr", unicode.Hebrew, "Hebrew"},
		{"Thai", unicode.Thai, "Thai"},
		{"Deva", unicode.Devanagari, "a language of Devanagari letters"},
	}
}

// languageOf returns what a text in one of the alphabets is said to be in.
func languageOf(script string) string {
	for _, a := range alphabets() {
		if a.script == script {
			return a.language
		}
	}
	return ""
}

// charset asks the character sets of mainland China, Taiwan and Japan which
// Chinese characters they have: GB 2312 has no traditional forms, Big5 no
// simplified ones.
func (l *letters) charset(text string) {
	gb2312, big5 := simplifiedchinese.HZGB2312.NewEncoder(), traditionalchinese.Big5.NewEncoder()
	shiftJIS := japanese.ShiftJIS.NewEncoder()
	seen := make(map[rune]bool)
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) || seen[r] {
			continue
		}
		seen[r] = true
		_, noGB := gb2312.String(string(r))
		_, noBig5 := big5.String(string(r))
		switch {
		case noGB == nil && noBig5 != nil:
			l.simplified++
		case noGB != nil && noBig5 == nil:
			l.traditional++
		}
		if _, err := shiftJIS.String(string(r)); err != nil {
			l.notJapanese++
		}
	}
}

// mostForeign returns what a text with letters that are not Latin is written
// in, and how many of them there are.
func (l *letters) mostForeign() (name string, most int) {
	for other, n := range l.others {
		if n > most || n == most && other < name {
			name, most = other, n
		}
	}
	if n := l.han + l.kana; n > most {
		if l.kana > 0 {
			return "Japanese", n
		}
		return "Chinese", n
	}
	return name, most
}

// foreignWords says whether a text has enough words of Latin letters to be a
// sentence. Names begin with a capital.
func (l *letters) foreignWords(enough evidence) bool {
	lower := 0
	for _, word := range l.words {
		if unicode.IsLower([]rune(word)[0]) {
			lower++
		}
	}
	return len(l.words) >= enough.words && lower >= 2
}
