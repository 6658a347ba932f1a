package output_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/logtoctl/logtoctl/internal/output"
)

// table is a view that has nothing but a table.
type table output.Table

func (t table) Table() output.Table { return output.Table(t) }

func TestPrinter_tables(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		table          table
		terminal, pipe string
	}{
		"nothing": {table{}, "", ""},
		"a header alone": {
			table{Header: []string{"Name", "Id"}}, "NAME  ID\n", "",
		},
		"wide characters": {
			table{Header: []string{"Name", "Id"}, Rows: [][]string{{"書店", "1"}, {"Shop", "2"}, {"🙂", "3"}, {"e\u0301", "4"}}},
			"NAME  ID\n書店  1\nShop  2\n🙂    3\ne\u0301     4\n",
			"書店\t1\nShop\t2\n🙂\t3\ne\u0301\t4\n",
		},
		"numbers stay left": {
			table{Header: []string{"Code", "Next"}, Rows: [][]string{{"1", "a"}, {"123456", "b"}}},
			"CODE    NEXT\n1       a\n123456  b\n", "1\ta\n123456\tb\n",
		},
		"cells without a text": {
			table{Rows: [][]string{{"a", "", "c"}, {"", "b", ""}}}, "a     c\n   b\n", "a\t\tc\n\tb\t\n",
		},
		"breaks and tabs inside": {
			table{Rows: [][]string{{"a\r\nb\nc\td", "e"}}}, "a b c d  e\n", "a b c d\te\n",
		},
		"escape sequences": {
			table{Rows: [][]string{{"\x1b[31mred\x1b[0m", "\x1b]0;title\a", "\u202edrawrof", "\u009b2J"}}},
			"[31mred[0m  ]0;title  drawrof  2J\n", "[31mred[0m\t]0;title\tdrawrof\t2J\n",
		},
		"markup of the table's library": {
			table{Header: []string{"a%d"}, Rows: [][]string{{"<b>%s</b> {{x}} |"}}}, "A%D\n<b>%s</b> {{x}} |\n", "<b>%s</b> {{x}} |\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := string(printed(t, test.table, output.FormatTable, true)); got != test.terminal {
				t.Errorf("on a terminal it is\n%q, want\n%q", got, test.terminal)
			}
			if got := string(printed(t, test.table, output.FormatTable, false)); got != test.pipe {
				t.Errorf("in a pipe it is\n%q, want\n%q", got, test.pipe)
			}
		})
	}
}

// printedWide returns what a view looks like on a terminal of that width.
func printedWide(t *testing.T, view output.View, width int) string {
	t.Helper()
	var out bytes.Buffer
	if err := (output.Printer{Writer: &out, Format: output.FormatTable, Terminal: true, Width: width}).Print(view); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Only texts give way to the width of a terminal, the widest first.
func TestPrinter_width(t *testing.T) {
	t.Parallel()
	mails := table{
		Header: []string{"Id", "Subject", "Used for"},
		Rows:   [][]string{{"0123456789", "Your code for the bookstore", "the second step"}, {"1", "確認コードは本の店のものです", "sign-in"}},
	}
	ids := table{Header: []string{"Id", "Code"}, Rows: [][]string{{"01234567890123456789", "123456"}}}
	secret := table{Rows: [][]string{{"secret", "a value of many words that is not to be cut"}}}
	tests := map[string]struct {
		table table
		width int
		want  string
	}{
		"no limit": {mails, 0, "ID          SUBJECT                       USED FOR\n0123456789  Your code for the bookstore   the second step\n1           確認コードは本の店のものです  sign-in\n"},
		"fits":     {mails, 57, "ID          SUBJECT                       USED FOR\n0123456789  Your code for the bookstore   the second step\n1           確認コードは本の店のものです  sign-in\n"},
		"one less": {mails, 56, "ID          SUBJECT                      USED FOR\n0123456789  Your code for the bookstore  the second step\n1           確認コードは本の店のもので…  sign-in\n"},
		"both":     {mails, 42, "ID          SUBJECT         USED FOR\n0123456789  Your code for…  the second st…\n1           確認コードは…   sign-in\n"},
		"least":    {mails, 38, "ID          SUBJECT       USED FOR\n0123456789  Your code f…  the second …\n1           確認コード…   sign-in\n"},
		"hopeless": {mails, 37, "ID          SUBJECT                       USED FOR\n0123456789  Your code for the bookstore   the second step\n1           確認コードは本の店のものです  sign-in\n"},
		"ids":      {ids, 10, "ID                    CODE\n01234567890123456789  123456\n"},
		"object":   {secret, 10, "secret  a value of many words that is not to be cut\n"},
		"nothing":  {table{}, 10, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, printedWide(t, test.table, test.width)); diff != "" {
				t.Errorf("at a width of %d (-want +got):\n%s", test.width, diff)
			}
		})
	}
}

// A width is for people: a pipe gets every word.
func TestPrinter_width_pipe(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	view := table{Header: []string{"Subject"}, Rows: [][]string{{"Your code for the bookstore"}}}
	if err := (output.Printer{Writer: &out, Format: output.FormatTable, Width: 20}).Print(view); err != nil || out.String() != "Your code for the bookstore\n" {
		t.Errorf("a pipe gets %q, error is %v", out.String(), err)
	}
}

// brokenPipe is a reader's end that is gone.
type brokenPipe struct{}

var errBroken = errors.New("broken pipe")

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }

func TestPrinter_Print_writeError(t *testing.T) {
	t.Parallel()
	filter, err := output.ParseFilter(".name, .")
	if err != nil {
		t.Fatal(err)
	}
	printers := map[string]output.Printer{
		"terminal": {Format: output.FormatTable, Terminal: true}, "pipe": {Format: output.FormatTable},
		"json": {Format: output.FormatJSON}, "yaml": {Format: output.FormatYAML}, "jq": {Filter: filter},
	}
	for name, printer := range printers {
		printer.Writer = brokenPipe{}
		if err := printer.Print(application()); !errors.Is(err, errBroken) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

// unencodable is a view that JSON has no form for.
type unencodable struct{ table }

func (unencodable) MarshalJSON() ([]byte, error) { return nil, errBroken }

func TestPrinter_Print_encodeError(t *testing.T) {
	t.Parallel()
	for _, format := range []output.Format{output.FormatJSON, output.FormatYAML} {
		var out bytes.Buffer
		err := output.Printer{Writer: &out, Format: format}.Print(unencodable{})
		if !errors.Is(err, errBroken) || !strings.HasPrefix(err.Error(), "encode the result as JSON: ") || out.Len() > 0 {
			t.Errorf("%s: wrote %q, error is %v", format, out.String(), err)
		}
	}
}

// FuzzPrinter_table: whatever a server calls things, a row stays one line with
// as many cells as it has, and no terminal is played with.
func FuzzPrinter_table(f *testing.F) {
	f.Add("Name", "書店", "a\nb")
	f.Add("\x1b[31m", "%s", "\t\r\n")
	f.Add("\xff", "\u202e", "|  |")
	f.Fuzz(func(t *testing.T, header, first, second string) {
		view := table{Header: []string{header, "x"}, Rows: [][]string{{first, second}}}
		pipe := string(printed(t, view, output.FormatTable, false))
		if strings.Count(pipe, "\t") != 1 || strings.Count(pipe, "\n") != 1 || strings.ContainsFunc(strings.NewReplacer("\t", "", "\n", "").Replace(pipe), unicode.IsControl) {
			t.Errorf("%q, %q became %q", first, second, pipe)
		}
		terminal := string(printed(t, view, output.FormatTable, true))
		if strings.Count(terminal, "\n") > 2 || strings.ContainsFunc(strings.ReplaceAll(terminal, "\n", ""), unicode.IsControl) {
			t.Errorf("%q, %q, %q became %q", header, first, second, terminal)
		}
	})
}

// FuzzPrinter_width: a row fits the screen or is whole, and its id is whole
// always.
func FuzzPrinter_width(f *testing.F) {
	f.Add("0123456789", "Your code for the bookstore", uint8(30))
	f.Add("書店", strings.Repeat("確認", 40), uint8(80))
	f.Add("\x1b[31m", "e\u0301\u200d🙂 %s", uint8(1))
	f.Fuzz(func(t *testing.T, id, subject string, width uint8) {
		screen := func(subject string, width int) string {
			return printedWide(t, table{Header: []string{"Id", "Subject"}, Rows: [][]string{{id, subject}}}, width)
		}
		whole, got := screen(subject, 0), screen(subject, int(width))
		if got == whole {
			return
		}
		for line := range strings.Lines(got) {
			if columns := text.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")); columns > int(width) {
				t.Errorf("at a width of %d a line has %d columns: %q", width, columns, line)
			}
		}
		if alone := strings.TrimSuffix(screen("", 0), "\n"); !strings.HasPrefix(got, alone) {
			t.Errorf("the id is cut: %q instead of %q", got, alone)
		}
	})
}
