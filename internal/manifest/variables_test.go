package manifest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

func TestDecodeVariables(t *testing.T) {
	t.Parallel()
	data := "\ufeff# Comment\n\n A=1\r\nexport B = two words  # comment\n_c=a#b\nD='it is $x \\n'\t# comment\nE=\"a \\\"b\\\"\\n\\$x\\\\n # no\" #yes\nF=\nG=#\nH=a=b\n" +
		"  # indented\nI=é\nJ=''"
	got, err := manifest.DecodeVariables("prod.env", []byte(data))
	want := map[string]string{
		"A": "1", "B": "two words", "_c": "a#b", "D": `it is $x \n`, "E": "a \"b\"\n$x\\n # no", "F": "", "G": "", "H": "a=b", "I": "é", "J": "",
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestDecodeVariables_findings(t *testing.T) {
	t.Parallel()
	data := "A=1\nnot a variable\n1A=x\nB=\"" + secretText + "\nC='a' b\nA=2\nD-E=1\n"
	_, err := manifest.DecodeVariables("prod.env", []byte(data))
	const name = "(write NAME=value, with a name of letters, digits and underscores)"
	want := strings.Join([]string{
		"prod.env:2:1: this line sets no variable " + name,
		"prod.env:3:1: this line sets no variable " + name,
		"prod.env:4:3: the value of B has a quotation mark that is not closed, or something behind it",
		"prod.env:5:3: the value of C has a quotation mark that is not closed, or something behind it",
		"prod.env:6:1: the variable A is set twice (it is in line 1 already)",
		"prod.env:7:1: this line sets no variable " + name,
	}, "\n")
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestDecodeVariables_notAFile(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"A=é\xff":                     "x.env:1:4: the file is not UTF-8 (save it as UTF-8)",
		strings.Repeat("\n", 1<<20+1): "x.env:1:1: the file has 1024 KiB, more than the 1024 KiB that are read",
	} {
		if _, err := manifest.DecodeVariables("x.env", []byte(data)); err == nil || err.Error() != want {
			t.Errorf("got %v", err)
		}
	}
}

// A value that is written in double quotes is read as it was, and whatever
// stands in a file, there are either variables or findings.
func FuzzDecodeVariables(f *testing.F) {
	f.Add("A=1\nB='x' # y", "two\nlines \"quoted\" \\n $x")
	f.Add("export A=\"", "")
	f.Fuzz(func(t *testing.T, data, value string) {
		got, err := manifest.DecodeVariables("x.env", []byte(data))
		if (got == nil) == (err == nil) {
			t.Errorf("%q: %v, %v", data, got, err)
		}
		if strings.ContainsAny(value, "\r\v\f") || strings.ToValidUTF8(value, "") != value {
			return
		}
		line := `A="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "$", `\$`).Replace(value) + `"`
		if got, err := manifest.DecodeVariables("x.env", []byte(line)); err != nil || got["A"] != value {
			t.Errorf("%s: %q, %v", line, got["A"], err)
		}
	})
}
