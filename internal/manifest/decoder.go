package manifest

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/logtoctl/logtoctl/internal/nearest"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// maxFile is the size in bytes of the largest file that is read. A connector
// needs a tenth of it; a larger file is something else.
const maxFile = 1 << 20

// decoder gathers what is found while a file is decoded.
type decoder struct {
	file     string
	lookup   func(name string) (string, bool)
	findings Findings
	secrets  secret.Redactor
}

func newDecoder(file string, lookup func(string) (string, bool)) *decoder {
	if lookup == nil {
		lookup = func(string) (string, bool) { return "", false }
	}
	return &decoder{file: file, lookup: lookup}
}

// fail reports an error in the decoded file.
func (d *decoder) fail(at Pos, message, hint string) {
	d.report(d.file, at, SeverityError, message, hint)
}

func (d *decoder) report(file string, at Pos, severity Severity, message, hint string) {
	d.findings = append(d.findings, Finding{
		File: file, Line: at.Line, Column: at.Column, Severity: severity, Message: message, Hint: hint,
	})
}

// result returns warnings and error. Messages quote what stands in the file;
// should the secret stand in a wrong place, it is cut out here.
func (d *decoder) result() (Findings, error) {
	for i := range d.findings {
		d.findings[i].Message = d.secrets.Redact(d.findings[i].Message)
		d.findings[i].Hint = d.secrets.Redact(d.findings[i].Hint)
	}
	return d.findings.split(d.file)
}

// json returns the tree of a JSON file, or nil when it has none.
func (d *decoder) json(data []byte) *Node {
	if len(data) > maxFile {
		d.fail(Pos{1, 1}, fmt.Sprintf("the file has %d KiB, more than the %d KiB that are read", len(data)>>10, maxFile>>10), "")
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors write a byte order mark
	return jsonReader{source: newSource(data), report: d.fail}.read()
}

// object says whether a node is an object, and reports its unknown keys.
func (d *decoder) object(node *Node, name string, known ...string) bool {
	if node.Kind != KindObject {
		d.fail(node.Pos, fmt.Sprintf("%s must be an object, not %s", name, node.Kind), "")
		return false
	}
	for _, member := range node.Members {
		if !slices.Contains(known, member.Key.Text) {
			d.fail(member.Key.Pos, fmt.Sprintf("unknown key %q", member.Key.Text), nearest.Hint(member.Key.Text, slices.Values(known)))
		}
	}
	return true
}

// value is a text of a file, or of the environment in its place.
type value struct {
	expansion
	// name is how messages call it.
	name string
	// start is where the whole value begins.
	start Pos
	// at is the place in the file of a byte of the text.
	at func(offset int) Pos
}

// text returns the text of a string with its references filled in. It reports
// and returns false when there is none.
func (d *decoder) text(node *Node, name string) (value, bool) {
	if node.Kind != KindString {
		d.fail(node.Pos, fmt.Sprintf("%s must be a string, not %s", name, node.Kind), "")
		return value{}, false
	}
	v, ok := d.expand(d.file, name, node.Text, node.At)
	v.start = node.Pos
	return v, ok
}

// expand fills the references of a text in. It reports what is wrong with them
// and returns whether the text can be used.
func (d *decoder) expand(file, name, text string, locate func(offset int) Pos) (value, bool) {
	v := value{name: name, expansion: expand(text, d.lookup), start: locate(0)}
	v.at = func(offset int) Pos { return locate(v.source(offset)) }
	for _, problem := range v.problems {
		d.report(file, locate(problem.offset), SeverityError, problem.message, problem.hint)
	}
	return v, len(v.problems) == 0
}

// quoted returns the text for a message, unless it came from the environment,
// which is nobody's business.
func (v value) quoted() string {
	if v.filled {
		return ""
	}
	return fmt.Sprintf(" %q", v.text)
}

// setting returns the text of a key of an object or, when the object leaves it
// out, of the environment variable that stands in for it; without a variable
// there is none. It says which of the two found something, and whether it can
// be used.
func (d *decoder) setting(object *Node, key, variable string) (v value, found, ok bool) {
	if node := object.Member(key); node != nil {
		v, ok = d.text(node, key)
		return v, true, ok
	}
	if variable == "" {
		return value{}, false, false
	}
	text, _ := d.lookup(variable)
	return value{
		name:      key + ", taken from " + variable + ",",
		expansion: expansion{text: text, filled: true},
		start:     object.Pos,
	}, text != "", text != ""
}
