package main

import (
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/logtoctl/logtoctl/internal/email"
)

// language is what the wording of a language must hold to.
type language struct {
	// charset has all the letters of the language and not those of the others.
	charset encoding.Encoding
	// must is in every mail, avoid is said otherwise in this language.
	must, avoid *regexp.Regexp
	// validity is how long a code lives, ignore and alarm are the two answers
	// to a mail that one did not ask for.
	validity, ignore, alarm string
}

func languages() map[string]language {
	return map[string]language{
		"en": {
			charset:  charmap.Windows1252,
			must:     regexp.MustCompile(`[a-z]`),
			avoid:    regexp.MustCompile(`['"]|--|\. \. |  |(?i:\blogin\b|\be-mail\b|click here)`),
			validity: "10 minutes", ignore: "ignore this email", alarm: "change your password",
		},
		"ja": {
			charset:  japanese.ShiftJIS,
			must:     regexp.MustCompile(`\p{Hiragana}`),
			avoid:    regexp.MustCompile(`[A-Za-z,.:;!?()]|ログイン|検証コード|確認コード|あなた| `),
			validity: "10分", ignore: "破棄してください", alarm: "パスワードを変更",
		},
		"zh-CN": {
			charset:  simplifiedchinese.HZGB2312,
			must:     regexp.MustCompile(`\p{Han}`),
			avoid:    regexp.MustCompile(`[A-Za-z,.:;!?()]|[你妳]|帐号|帐户|\p{Han}[0-9□]|[0-9□]\p{Han}`),
			validity: "10 分钟", ignore: "忽略本邮件", alarm: "修改密码",
		},
		"zh-TW": {
			charset:  traditionalchinese.Big5,
			must:     regexp.MustCompile(`\p{Han}`),
			avoid:    regexp.MustCompile(`[A-Za-z,.:;!?()]|[你妳]|登錄|[^子]郵件|郵箱|賬|設置|默認|信息|保存|短信|身份|\p{Han}[0-9□]|[0-9□]\p{Han}`),
			validity: "10 分鐘", ignore: "忽略這封電子郵件", alarm: "變更密碼",
		},
	}
}

// filledLater is what is not the wording's own: references and placeholders.
var filledLater = regexp.MustCompile(`\$\{[^}]*\}|\{\{[^}]*\}\}`)

func TestWording_language(t *testing.T) {
	t.Parallel()
	eachWording(t, func(t *testing.T, locale string, words wording) {
		t.Helper()
		rules := languages()[locale]
		for place, text := range texts(words) {
			if place == "Fonts" {
				continue
			}
			own := filledLater.ReplaceAllString(text, "□")
			if own != strings.TrimSpace(own) || strings.ContainsAny(own, "\n<>&${}") {
				t.Errorf("%s: %q", place, text)
			}
			if found := rules.avoid.FindString(own); found != "" {
				t.Errorf("%s has %q: %s", place, found, text)
			}
			if !rules.must.MatchString(own) {
				t.Errorf("%s is in another language: %s", place, text)
			}
			own = strings.ReplaceAll(own, "□", "")
			if _, err := rules.charset.NewEncoder().String(own); err != nil {
				t.Errorf("%s has a character of another language: %s", place, text)
			}
		}
	})
}

// A text that is missing would leave a gap in the mail without any error.
func TestWording_complete(t *testing.T) {
	t.Parallel()
	eachWording(t, func(t *testing.T, _ string, words wording) {
		t.Helper()
		if len(words.Mails) != len(email.UsageTypes()) {
			t.Errorf("there are mails for %d of %d usage types", len(words.Mails), len(email.UsageTypes()))
		}
		for place, text := range texts(words) {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s is empty", place)
			}
		}
	})
}

// The languages say the same: who changes something sensitive is told to change
// the password, everybody else may ignore the mail, and no code is without its
// time.
func TestWording_advice(t *testing.T) {
	t.Parallel()
	sensitive := []email.UsageType{email.UserPermissionValidation, email.MfaVerification, email.BindMfa}
	eachWording(t, func(t *testing.T, locale string, words wording) {
		t.Helper()
		rules := languages()[locale]
		if !strings.Contains(words.Code.Note, rules.validity) {
			t.Errorf("the note says nothing of %s: %s", rules.validity, words.Code.Note)
		}
		for usageType, mail := range words.Mails {
			advice := rules.ignore
			if slices.Contains(sensitive, usageType) {
				advice = rules.alarm
			}
			for _, other := range []string{rules.ignore, rules.alarm} {
				if strings.Contains(mail.Otherwise, other) != (other == advice) {
					t.Errorf("%s should say %q alone: %s", usageType, advice, mail.Otherwise)
				}
			}
			if hasCode := usageType != email.OrganizationInvitation; strings.Contains(mail.Preheader, rules.validity) != hasCode {
				t.Errorf("%s: %s", usageType, mail.Preheader)
			}
		}
	})
}

// Where a mail program shows no HTML, the text is what is left, in this order
// and with no word more.
func TestGenerate_plainText(t *testing.T) {
	t.Parallel()
	files, err := generate(os.DirFS("../source"))
	if err != nil {
		t.Fatal(err)
	}
	eachWording(t, func(t *testing.T, locale string, words wording) {
		t.Helper()
		for usageType, mail := range words.Mails {
			want := []string{"${brand.logo}", mail.Title, mail.Text}
			if usageType == email.OrganizationInvitation {
				want = append(want, words.Invitation.Button+" ({{link}})", words.Invitation.Fallback, "{{link}}", words.Invitation.Note)
			} else {
				want = append(want, "{{code}}", words.Code.Note)
			}
			want = append(want, mail.Why, mail.Otherwise, words.Footer)
			_, content, _ := strings.Cut(string(files[locale+"/"+string(usageType)+".html"]), "\n---\n")
			var got []string
			for line := range strings.Lines(email.PlainText(content)) {
				if line = strings.TrimSpace(line); line != "" {
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", usageType, diff)
			}
		}
	})
}

func eachWording(t *testing.T, check func(t *testing.T, locale string, words wording)) {
	t.Helper()
	source := os.DirFS("../source")
	names, err := fs.Glob(source, "*.yaml")
	if err != nil || len(names) != len(languages()) {
		t.Fatalf("got the files %v (%v) for %d languages", names, err, len(languages()))
	}
	for _, name := range names {
		locale := strings.TrimSuffix(name, ".yaml")
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			words, err := readWording(source, name)
			if err != nil {
				t.Fatal(err)
			}
			check(t, locale, words)
		})
	}
}

// texts returns every text of a wording by its place.
func texts(words wording) map[string]string {
	found := make(map[string]string)
	var walk func(place string, value reflect.Value)
	walk = func(place string, value reflect.Value) {
		switch value.Kind() {
		case reflect.String:
			found[strings.TrimLeftFunc(place, unicode.IsPunct)] = value.String()
		case reflect.Struct:
			for field, inner := range value.Fields() {
				walk(place+"."+field.Name, inner)
			}
		case reflect.Map:
			for key, inner := range value.Seq2() {
				walk(fmt.Sprintf("%s.%v", place, key), inner)
			}
		default:
		}
	}
	walk("", reflect.ValueOf(words))
	return found
}
