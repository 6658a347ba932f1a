package inbox

import (
	"strings"
	"testing"
)

func TestCodeIn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"Your code is 123456.", "123456"},
		{"123456", "123456"},
		{"您的验证码是123456，请勿泄露", "123456"},
		{"認証コード：654321です", "654321"},
		{"Code:123456", "123456"},
		{"(123456)", "123456"},
		{"code 123456\nor 654321", "123456"},
		{"order 1234567, code 123456", "123456"},
		{"In 2026: 123456", "123456"},
		{"PIN 4821", "4821"},
		{"key 87654321, PIN 4821", "87654321"},
		{"colour #123456, code 222222", "222222"},
		{"https://example.com/?id=123456 code 222222", "222222"},
		{"Join (https://example.com/invitations/123456) code 222222", "222222"},
		{"3.141592 and 123456-7890 and abc123456 and 123456abc and x_123456", ""},
		{"+86-10-123456", ""},
		{"123 and 123456789", ""},
		{"１２３４５６", ""},
		{"123456１", ""},
		{"no digits", ""},
		{"", ""},
	} {
		if got := codeIn(test.text); got != test.want {
			t.Errorf("codeIn(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

// FuzzCodeIn holds that a code is four to eight digits of the text, and that a
// code among Chinese words is found wherever it stands.
func FuzzCodeIn(f *testing.F) {
	f.Add("Your code is 123456.")
	f.Add("12,34.5678#123456")
	f.Add("\xff123456\xfe")
	f.Fuzz(func(t *testing.T, text string) {
		code := codeIn(text)
		if code == "" {
			return
		}
		if len(code) < 4 || len(code) > 8 || strings.Trim(code, "0123456789") != "" || !strings.Contains(text, code) {
			t.Errorf("codeIn(%q) = %q", text, code)
		}
		if around := codeIn("验证码" + code + "有效"); around != code {
			t.Errorf("codeIn of %q among Chinese words is %q", code, around)
		}
	})
}
