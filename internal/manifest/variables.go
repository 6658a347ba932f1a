package manifest

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// assignment is a line of a file of variables up to the value.
	assignment = regexp.MustCompile(`^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=[ \t]*`)
	// singleQuoted and doubleQuoted are a value in quotes and what may follow it.
	singleQuoted = regexp.MustCompile(`^'([^']*)'\s*(?:#.*)?$`)
	doubleQuoted = regexp.MustCompile(`^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$`)
	// comment is what ends a value without quotes.
	comment = regexp.MustCompile(`(?:^|\s)#.*$`)
)

// DecodeVariables reads a file of variables for references, such as .env files
// are: a line NAME=value each, empty lines and lines that begin with #. A value
// in single quotes is taken as it is, one in double quotes knows the escapes
// \n, \r, \t, \", \$, \` and \\, and one without quotes ends before a # that follows
// white space. References in a value are not filled in.
//
// The error, if any, is [Findings]. No finding holds a value.
func DecodeVariables(file string, data []byte) (map[string]string, error) {
	d := newDecoder(nil, file)
	variables := make(map[string]string)
	text, ok := d.source(file, data)
	if !ok {
		_, err := d.result()
		return nil, err
	}
	if offset := invalidUTF8(text.data); offset < len(text.data) {
		d.fail(text.pos(offset), "the file is not UTF-8", "save it as UTF-8")
	}
	first := make(map[string]int)
	for i := range text.lines {
		line := strings.TrimSuffix(text.line(i+1), "\r")
		if trimmed := strings.TrimSpace(line); trimmed == "" || trimmed[0] == '#' {
			continue
		}
		at := text.pos(text.lines[i])
		match := assignment.FindStringSubmatch(line)
		if match == nil {
			d.fail(at, "this line sets no variable", "write NAME=value, with a name of letters, digits and underscores")
			continue
		}
		name := match[1]
		if before, again := first[name]; again {
			d.fail(at, "the variable "+name+" is set twice", "it is in line "+strconv.Itoa(before)+" already")
		}
		first[name] = i + 1
		value, ok := variableValue(line[len(match[0]):])
		if !ok {
			d.fail(text.pos(text.lines[i]+len(match[0])), "the value of "+name+" has a quotation mark that is not closed, or something behind it", "")
		}
		variables[name] = value
	}
	if _, err := d.result(); err != nil {
		return nil, err
	}
	return variables, nil
}

// variableValue takes the quotes, or a comment, off a value.
func variableValue(text string) (string, bool) {
	switch {
	case strings.HasPrefix(text, "'"):
		match := singleQuoted.FindStringSubmatch(text)
		if match == nil {
			return "", false
		}
		return match[1], true
	case strings.HasPrefix(text, `"`):
		match := doubleQuoted.FindStringSubmatch(text)
		if match == nil {
			return "", false
		}
		return strings.NewReplacer(`\n`, "\n", `\r`, "\r", "\\`", "`", `\t`, "\t", `\"`, `"`, `\$`, "$", `\\`, `\`).Replace(match[1]), true
	default:
		return strings.TrimSpace(comment.ReplaceAllString(text, "")), true
	}
}
