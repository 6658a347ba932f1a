package manifest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/nearest"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// maxFile is the size in bytes of the largest file that is read. A connector
// needs a tenth of it; a larger file is something else.
const maxFile = 1 << 20

// decoder gathers what is found while files are decoded.
type decoder struct {
	files    []string // the decoded ones, in their order
	lookup   func(name string) (string, bool)
	findings Findings
	secrets  secret.Redactor
	brand    brand
	issues   func(email.Template) []email.Issue
	take     func(MailTemplate) // what gets the templates, if they are not to be returned
	// standIns has, by key, what stands in for a key that the connector leaves out.
	standIns map[string]standIn
	// folders has the folder, seen from that of the first file, of each file
	// whose own relative paths count from elsewhere.
	folders map[string]string
}

func newDecoder(lookup func(string) (string, bool), files ...string) *decoder {
	if lookup == nil {
		lookup = func(string) (string, bool) { return "", false }
	}
	return &decoder{files: files, lookup: lookup, issues: email.Check, folders: make(map[string]string), standIns: make(map[string]standIn)}
}

// fail reports an error.
func (d *decoder) fail(at Pos, message, hint string) { d.report(at, SeverityError, message, hint) }

// warn reports what works and is probably not what was meant.
func (d *decoder) warn(at Pos, message, hint string) { d.report(at, SeverityWarning, message, hint) }

func (d *decoder) report(at Pos, severity Severity, message, hint string) {
	d.findings = append(d.findings, Finding{
		File: at.File, Line: at.Line, Column: at.Column, Severity: severity, Message: message, Hint: hint,
	})
}

// result returns warnings and error. Messages quote what stands in the file;
// should the secret stand in a wrong place, it is cut out here.
func (d *decoder) result() (Findings, error) { return d.all().Split() }

// all returns warnings and errors together, in the order of their places.
func (d *decoder) all() Findings {
	for i := range d.findings {
		d.findings[i].Message = d.secrets.Redact(d.findings[i].Message)
		d.findings[i].Hint = d.secrets.Redact(d.findings[i].Hint)
	}
	d.findings.sort(d.files)
	return d.findings
}

// source returns the text of a file, and false when it is too large to be one.
func (d *decoder) source(file string, data []byte) (source, bool) {
	if len(data) > maxFile {
		d.fail(Pos{file, 1, 1}, fmt.Sprintf("the file has %d KiB, more than the %d KiB that are read", len(data)>>10, maxFile>>10), "")
		return source{}, false
	}
	return newSource(file, bytes.TrimPrefix(data, []byte("\ufeff"))), true // some editors write a byte order mark
}

// json returns the tree of a JSON file, or nil when it has none.
func (d *decoder) json(file string, data []byte) *Node {
	text, ok := d.source(file, data)
	if !ok {
		return nil
	}
	return jsonReader{source: text, report: d.fail}.read()
}

// path returns a path that a file names as seen from the folder of the first
// file, which is what the functions of the options take, and as messages show
// it.
func (d *decoder) path(file, path string) (opened, shown string) {
	if filepath.IsAbs(path) {
		return path, path
	}
	if folder, ok := d.folders[file]; ok {
		path = filepath.Join(folder, path)
	}
	return path, filepath.Join(filepath.Dir(d.files[0]), path)
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
		d.fail(node.Pos, fmt.Sprintf("%s must be a string, not %s", name, node.Kind), quoteHint(node))
		return value{}, false
	}
	v, ok := d.expand(name, node.Text, node.At, d.variable)
	v.start = node.Pos
	return v, ok
}

// quoteHint says how a text that YAML takes for a number or a boolean is
// written.
func quoteHint(node *Node) string {
	if node.bare {
		return "put it in quotes"
	}
	return ""
}

// expand fills the references of a text in. It reports what is wrong with them
// and returns whether the text can be used.
func (d *decoder) expand(name, text string, locate func(offset int) Pos, resolve resolver) (value, bool) {
	v := value{name: name, expansion: expand(text, resolve), start: locate(0)}
	v.at = func(offset int) Pos { return locate(v.source(offset)) }
	for _, problem := range v.problems {
		if problem.once && d.brand.asked {
			continue
		}
		d.brand.asked = d.brand.asked || problem.once
		d.fail(locate(problem.offset), problem.message, problem.hint)
	}
	return v, len(v.problems) == 0
}

// variable resolves a reference to an environment variable.
func (d *decoder) variable(name string) (string, *unresolved) {
	if strings.HasPrefix(name, email.BrandPrefix) {
		return "", &unresolved{
			message: "${" + name + "} is known only in the subject and the content of an email template",
			hint:    "write the value out, or take an environment variable", always: true,
		}
	}
	if strings.Contains(name, ".") {
		return "", &unresolved{
			message: "${" + name + "} refers to nothing: no environment variable has a dot in its name",
			hint:    hintReference, always: true,
		}
	}
	text, found := d.lookup(name)
	if !found {
		return "", &unresolved{
			message: "the environment variable " + name + " is not set",
			hint:    "set it, or write ${" + name + ":-default}, or $${ for a literal ${",
		}
	}
	return text, nil
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
// out, what stands in for it: another part of the file, else the environment
// variable; without a variable there is none. It says whether anything was found,
// and whether it can be used.
func (d *decoder) setting(object *Node, key, variable string) (v value, found, ok bool) {
	if node := object.Member(key); node != nil {
		v, ok = d.text(node, key)
		return v, true, ok
	}
	if other, lent := d.standIns[key]; lent {
		return other.value, true, other.ok
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
