package lint_test

import (
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/email/lint"
	"github.com/logtoctl/logtoctl/templates"
)

func TestTemplate_languageOfSubject(t *testing.T) {
	t.Parallel()
	tests := []struct{ subject, locale, other string }{
		{"{{code}} is your Bookstore sign-in code", "en", ""},
		{"{{code}} is your Bookstore sign-in code", "en-GB", ""},
		{"{{code}} is your Bookstore sign-in code", "ja", "English"},
		{"{{code}} is your Bookstore sign-in code", "zh-CN", "English"},
		{"{{code}} is your code for {{application.name}}", "de", "English"},
		{"{{code}} ist Ihr Code für die Anmeldung", "en", "German"},
		{"{{code}} ist Ihr Code für die Anmeldung", "de", ""},
		{"Votre code de connexion est {{code}}", "en", "French"},
		{"Su código para la cuenta es {{code}}", "fr", "Spanish"},
		{"Il tuo codice è {{code}}", "en", "Italian"},
		{"O seu código é {{code}}", "en", "Portuguese"},
		{"{{code}} is je code voor het inloggen", "fr", "Dutch"},
		{"De La Cruz: {{code}}", "en", ""},
		{"Code: {{code}}", "ja", ""},
		{"Bookstore {{code}}", "zh-TW", ""},
		{"Bookstore Sign-in", "ja", ""},
		{"{{code}} on teidän koodinne kirjautumiseen", "en", ""}, // Finnish is not in the table
		{"{{code}} is your sign-in code", "fi", ""},
		{"{{code}}はBookstoreの認証コードです", "ja", ""},
		{"{{code}}はBookstoreの認証コードです", "en", "Japanese"},
		{"{{code}}はBookstoreの認証コードです", "zh-TW", "Japanese"},
		{"認証番号", "ja", ""},
		{"您的验证码是 {{code}}", "ja", "Chinese"},
		{"您的验证码是 {{code}}", "zh-CN", ""},
		{"您的验证码是 {{code}}", "zh", ""},
		{"您的验证码是 {{code}}", "zh-TW", "Simplified Chinese"},
		{"您的验证码是 {{code}}", "zh-Hant", "Simplified Chinese"},
		{"您的驗證碼是 {{code}}", "zh-TW", ""},
		{"您的驗證碼是 {{code}}", "zh-HK", ""},
		{"您的驗證碼是 {{code}}", "zh-CN", "Traditional Chinese"},
		{"您的驗證碼是 {{code}}", "en", "Chinese"},
		{"優の良品、ロゴ付き：您在本商店註冊登入時所需要的電子郵件地址驗證碼已經產生，請在十分鐘內輸入，謝謝", "zh-TW", ""},
		{"優の良品:您的驗證碼", "zh-TW", ""},
		{"東京タワー: your sign-in code", "en", ""},
		{"로그인 인증 코드입니다", "en", "Korean"},
		{"로그인 인증 코드입니다", "ja", "Korean"},
		{"로그인 인증 코드입니다", "zh-CN", "Korean"},
		{"로그인 인증 코드입니다", "ko", ""},
		{"Ваш код для входа", "en", "a language of Cyrillic letters"},
		{"Ваш код для входа", "ru", ""},
		{"Ο κωδικός σύνδεσης", "en", "Greek"},
		{"رمز تسجيل الدخول", "en", "a language of Arabic letters"},
		{"קוד הכניסה שלך", "en", "Hebrew"},
		{"รหัสเข้าสู่ระบบ", "en", "Thai"},
		{"आपका लॉगिन कोड", "en", "a language of Devanagari letters"},
		{"Kod logowania dla konta", "ja", "a language of Latin letters"},
		{"{{code}} ist Ihr Code für die Anmeldung", "", ""},
		{"{{code}} ist Ihr Code für die Anmeldung", "emails", ""},
		{"{{code}} ist Ihr Code für die Anmeldung", "und", ""},
		{"https://a.example/is/your/code and@the.example", "ja", ""},
	}
	for _, test := range tests {
		t.Run(test.locale+" "+test.subject, func(t *testing.T) {
			t.Parallel()
			want := ""
			if test.other != "" {
				want = "the subject is in " + test.other + ", the template is kept as " + test.locale
			}
			var got []string
			for _, issue := range lint.Template(email.Template{Subject: test.subject, Content: "{{code}}"}, test.locale) {
				got = append(got, issue.Message)
			}
			if strings.Join(got, "\n") != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// Each built-in template, kept under each other language, is found out by its
// text and by its lang attribute.
func TestTemplate_languageOfText(t *testing.T) {
	t.Parallel()
	names := map[string]string{"en": "English", "ja": "Japanese", "zh-CN": "Simplified Chinese", "zh-TW": "Traditional Chinese"}
	for _, locale := range templates.Locales() {
		for _, template := range builtIn(t, locale) {
			for other := range names {
				if other == locale {
					continue
				}
				var text, attribute bool
				for _, issue := range lint.Template(template, other) {
					if strings.HasPrefix(issue.Message, "the text is in ") {
						text = strings.Contains(names[locale], strings.Fields(issue.Message)[4][:2]) || strings.Contains(issue.Message, "Chinese")
					}
					attribute = attribute || strings.HasPrefix(issue.Message, "the HTML says lang")
				}
				if !text || !attribute {
					t.Errorf("%s of %s kept as %s: text %v, attribute %v", template.UsageType, locale, other, text, attribute)
				}
			}
		}
	}
}

func TestTemplate_languageOfTextAlone(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, content, locale, want string }{
		{"short", `<p>Ihr Code ist {{code}}`, "en", ""},
		{"not shown", `<style>/* der die das und ist sie ihr ihre */</style><title>der die das und ist sie ihr ihre</title><p>Your code`, "en", ""},
		{"short in another script", `<p>验证码 {{code}} 请不要告诉任何人</p>`, "en", "warning the text is in Chinese, the template is kept as en"},
		{"short in another script, beside a word", `<p>Bookstore 验证码 {{code}} 请不要告诉任何人</p>`, "en", ""},
		{"too short in another script", `<p>您的验证码是{{code}}</p>`, "en", ""},
		{"short in Latin letters", `<p>Your code is {{code}}`, "ja", "warning the text is in English, the template is kept as ja"},
		{"short in Latin letters, kept as Chinese", `<p>Your code is {{code}}`, "zh-TW", "warning the text is in English, the template is kept as zh-TW"},
		{"names in Latin letters", `<p>Bookstore {{code}} <p>Bookstore Sign-in`, "ja", ""},
		{"short in Korean", `<p>인증 코드는 {{code}} 입니다`, "ja", "warning the text is in Korean, the template is kept as ja"},
		{"short in kana", `<p>このコードです {{code}} しないで`, "zh-CN", "warning the text is in Japanese, the template is kept as zh-CN"},
		{"short in English, kept as Russian", `<p>Your code is {{code}}`, "ru", "warning the text is in English, the template is kept as ru"},
		{"short in Chinese, kept as Korean", `<p>验证码 {{code}} 请不要告诉任何人</p>`, "ko", "warning the text is in Chinese, the template is kept as ko"},
		{"Korean", `<p>인증 코드는 {{code}} 입니다. Do not share it with anyone`, "ko", ""},
		{"Serbian in Latin letters", `<p>Vaš kod za prijavu je {{code}}`, "sr", ""},
		{"Georgian, which is not in the table", `<p>Your code is {{code}}`, "ka", ""},
		{"long enough", `<p><b>Der Code</b> ist für Sie und nicht für andere. Wenn Sie ihn nicht wollten, ist nichts zu tun.`, "en", "warning the text is in German, the template is kept as en"},
		{"a name in another language", `<p>Welcome to the shop of <i>Der die das, wer wie was</i>. This is the code for you and your account, valid for an hour.`, "en", ""},
		{"without kana", `<p>本郵件由系統自動發送請勿回覆謝謝您的使用與支持祝您愉快`, "ja", "warning the text is in Chinese, the template is kept as ja"},
		{"half of it", `<p>Der Code ist für Sie und nicht für andere. Wenn Sie ihn nicht wollten, ist nichts zu tun. The code is for you and not for others.`, "en", ""},
		{"attribute of a region", `<html lang="en-US"><p>x`, "en", ""},
		{"attribute of a script", `<html lang="zh-Hant"><p>x`, "zh-TW", ""},
		{"attribute of another script", `<html lang="zh-CN"><p>x`, "zh-TW", `warning the HTML says lang="zh-CN", the template is kept as zh-TW`},
		{"attribute of another language", `<html lang="en"><p>x`, "ja", `warning the HTML says lang="en", the template is kept as ja`},
		{"attribute by a placeholder", `<html lang="{{locale}}"><p>x`, "ja", ""},
		{"no attribute", `<html><p>x`, "ja", ""},
		{"attribute of a part", `<html lang="ja"><p lang="en">x`, "ja", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(check(test.content, test.locale), "\n"); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
