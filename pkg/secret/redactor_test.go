package secret_test

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

func TestRedactor_Redact(t *testing.T) {
	t.Parallel()
	const awkward = "p?ss/w+rd==é ü"
	tests := map[string]struct {
		secrets    []secret.Text
		text, want string
	}{
		"none known":           {nil, "a text", "a text"},
		"plain":                {[]secret.Text{"hunter2"}, "the secret is hunter2.", "the secret is [redacted]."},
		"more than once":       {[]secret.Text{"hunter2"}, "hunter2,hunter2hunter2", "[redacted],[redacted][redacted]"},
		"another case is not":  {[]secret.Text{"hunter2"}, "Hunter2", "Hunter2"},
		"several":              {[]secret.Text{"first", "second"}, "first and second", "[redacted] and [redacted]"},
		"empty is none":        {[]secret.Text{""}, "a text", "a text"},
		"three bytes are none": {[]secret.Text{"abc"}, "abc", "abc"},
		"four bytes are one":   {[]secret.Text{"abcd"}, "abcd", "[redacted]"},
		"one inside another":   {[]secret.Text{"word", "password"}, "password word", "[redacted] [redacted]"},
		"the longer one later": {[]secret.Text{"password", "password-2"}, "password-2", "[redacted]"},
		"URL query":            {[]secret.Text{awkward}, "?s=" + url.QueryEscape(awkward) + "&x", "?s=[redacted]&x"},
		"URL path":             {[]secret.Text{awkward}, "/" + url.PathEscape(awkward) + "/x", "/[redacted]/x"},
		"base64":               {[]secret.Text{awkward}, base64.StdEncoding.EncodeToString([]byte(awkward)), "[redacted]"},
		"base64 without =":     {[]secret.Text{awkward}, base64.RawStdEncoding.EncodeToString([]byte(awkward)), "[redacted]"},
		"URL in small letters": {[]secret.Text{awkward}, "?s=p%3fss%2fw%2brd%3d%3d%c3%a9+%c3%bc&x", "?s=[redacted]&x"},
		"URL as Aliyun has it": {[]secret.Text{awkward}, "?s=p%3Fss%2Fw%2Brd%3D%3D%C3%A9%20%C3%BC&x", "?s=[redacted]&x"},
		"JSON":                 {[]secret.Text{"a&b<c>\"d\x1b"}, `{"s":"a\u0026b\u003cc\u003e\"d\u001b"}`, `{"s":"[redacted]"}`},
		"base64 for URLs":      {[]secret.Text{awkward}, base64.RawURLEncoding.EncodeToString([]byte(awkward)), "[redacted]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var redactor secret.Redactor
			redactor.Add(test.secrets...)
			if got := redactor.Redact(test.text); got != test.want {
				t.Errorf("%q became %q, want %q", test.text, got, test.want)
			}
		})
	}
}

// What is learnt later counts as much as what was known first.
func TestRedactor_Add_later(t *testing.T) {
	t.Parallel()
	var redactor secret.Redactor
	redactor.Add("word")
	redactor.Add("password", "word")
	if got := redactor.Redact("password"); got != secret.Redacted {
		t.Errorf("it became %q", got)
	}
}

func TestRedactor_concurrent(t *testing.T) {
	t.Parallel()
	var (
		redactor secret.Redactor
		group    sync.WaitGroup
	)
	for i := range 20 {
		group.Go(func() {
			known := fmt.Sprintf("secret-%02d", i)
			redactor.Add(secret.Text(known))
			if got := redactor.Redact("is " + known); got != "is "+secret.Redacted {
				t.Errorf("%q became %q", known, got)
			}
		})
	}
	group.Wait()
}

// FuzzRedactor: a known secret never gets through, in any form, whatever is
// known besides and stands around it; and a text without one stays.
func FuzzRedactor(f *testing.F) {
	f.Add("hunter2", "password", "the secret is ", ".")
	f.Add("pass", "password", "pass", "word")
	f.Add("a b+c/d=é", "a b+", "%20", "+")
	f.Add("\xff\xfe\x00\x01", "aaaa", "aaa", "a")
	f.Fuzz(func(t *testing.T, first, second, before, after string) {
		for _, known := range []string{first, second} {
			// A secret that is part of the replacement, or could be pieced
			// together with it, cannot be told from it.
			if len(known) < 4 || strings.ContainsAny(known, "[]") || strings.Contains(secret.Redacted, known) {
				return
			}
		}
		var redactor secret.Redactor
		redactor.Add(secret.Text(first), secret.Text(second))
		for _, known := range []string{first, second} {
			forms := []string{
				known, url.QueryEscape(known), url.PathEscape(known), base64.StdEncoding.EncodeToString([]byte(known)),
				base64.RawStdEncoding.EncodeToString([]byte(known)), base64.RawURLEncoding.EncodeToString([]byte(known)),
				strings.ReplaceAll(url.QueryEscape(known), "+", "%20"), strings.Trim(strconv.Quote(known), `"`),
			}
			for _, form := range forms {
				text := before + form + after
				if got := redactor.Redact(text); strings.Contains(got, known) || got == text {
					t.Errorf("%q became %q, which shows %q", text, got, known)
				}
			}
		}
		var ignorant secret.Redactor
		ignorant.Add("", "abc")
		if got := ignorant.Redact(before); got != before {
			t.Errorf("%q became %q though nothing is known", before, got)
		}
	})
}

// TestRedactor_Learn shows that one run can tell what another knows, and goes on
// looking for long secrets first.
func TestRedactor_Learn(t *testing.T) {
	t.Parallel()
	var whole, part secret.Redactor
	whole.Add("correct")
	part.Add("correct-horse", "battery")
	whole.Learn(&part)
	whole.Learn(&whole)
	if got := whole.Redact("correct-horse battery correct"); got != strings.Repeat(secret.Redacted+" ", 2)+secret.Redacted {
		t.Errorf("it is %q", got)
	}
	if got := part.Redact("correct"); got != "correct" {
		t.Errorf("the other one has learnt, too: %q", got)
	}
}
