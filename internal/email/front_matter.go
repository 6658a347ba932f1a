package email

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/logtoctl/logtoctl/internal/nearest"
)

// fence is the line before and after the front matter.
const fence = "---"

// maxFrontMatter is the size in bytes beyond which a front matter cannot be
// one: a fence is missing, and the YAML parser need not read the whole mail.
const maxFrontMatter = 8 << 10

// subjectHint goes with every subject that YAML reads differently.
const subjectHint = "put the subject in quotes, as in subject: \"{{code}} is your code\""

// cutFrontMatter returns the lines between the fences and what follows them.
func cutFrontMatter(text string) (header, body string, found bool) {
	first, rest, found := strings.Cut(text, "\n")
	if !found || strings.TrimRight(first, " \t") != fence {
		return "", "", false
	}
	offset := 0
	for line := range strings.Lines(rest) {
		next := offset + len(line)
		if strings.TrimRight(line, " \t\n") == fence {
			return rest[:offset], rest[next:], offset <= maxFrontMatter
		}
		offset = next
	}
	return "", "", false
}

// decodeHeader reads the subject out of the front matter, which begins in the
// second line of the file. Another key is an error rather than ignored: most
// likely it was meant to do something.
func (f *File) decodeHeader(header string) *FileError {
	document, err := parser.ParseBytes([]byte(header), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return f.yamlError(err)
	}
	body := document.Docs[0].Body
	mapping, ok := body.(*ast.MappingNode)
	if !ok && body != nil || len(document.Docs) > 1 {
		return f.errorAt(nil, "the front matter is not one list of keys and values", "write subject: and the subject")
	}
	if !ok || len(mapping.Values) == 0 {
		return f.errorAt(nil, "the front matter has no subject", "add a line subject: and the subject")
	}
	for _, member := range mapping.Values {
		key := member.Key.GetToken()
		if key.Value != FieldSubject {
			return f.errorAt(key, fmt.Sprintf("unknown key %q in the front matter", key.Value),
				nearest.Hint(key.Value, slices.Values([]string{FieldSubject})))
		}
		if f.subjectLine != 0 {
			return f.errorAt(key, "a second subject", fmt.Sprintf("the first one is in line %d", f.subjectLine))
		}
		if err := f.decodeSubject(header, member.Value); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) decodeSubject(header string, value ast.Node) *FileError {
	at := value.GetToken()
	lines := strings.Split(header, "\n")
	if comment := commentBehind(lines, header, at); comment != nil {
		return f.errorAt(comment, "YAML takes # for a comment", subjectHint)
	}
	switch value.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		f.Subject = at.Value // as written: YAML reads 0123 as 83 and 1.50 as 1.5
	case *ast.StringNode, *ast.LiteralNode:
		if err := yaml.NodeToValue(value, &f.Subject); err != nil {
			return f.yamlError(err)
		}
		f.Subject = strings.TrimSuffix(f.Subject, "\n") // of a block scalar
	default:
		return f.errorAt(at, "the subject is not a text", subjectHint)
	}
	f.subjectLine, f.subjectColumn = at.Position.Line+1, at.Position.Column
	if i := at.Position.Line - 1; i < len(lines) {
		f.locateSubject([]rune(lines[i]))
	}
	return nil
}

// commentBehind returns the comment that cuts a value without quotes short. One
// on a line of its own was meant as a comment.
func commentBehind(lines []string, header string, value *token.Token) *token.Token {
	if slices.Contains([]token.Type{token.SingleQuoteType, token.DoubleQuoteType, token.LiteralType, token.FoldedType}, value.Type) {
		return nil
	}
	for _, found := range lexer.Tokenize(header) {
		if found.Type != token.CommentType || found.Position.Line < value.Position.Line || found.Position.Line > len(lines) {
			continue
		}
		if line := lines[found.Position.Line-1]; !strings.HasPrefix(strings.TrimSpace(line), "#") {
			return found
		}
	}
	return nil
}

// locateSubject moves the start of the subject behind a quotation mark. A
// subject that is written with escapes or on several lines has one place only.
func (f *File) locateSubject(line []rune) {
	start := f.subjectColumn - 1
	if start >= len(line) {
		return
	}
	if quote := line[start]; quote == '"' || quote == '\'' {
		start++
	}
	if strings.HasPrefix(string(line[start:]), f.Subject) {
		f.subjectColumn, f.subjectVerbatim = start+1, true
	}
}

func (f *File) yamlError(err error) *FileError {
	if syntax, ok := errors.AsType[*yaml.SyntaxError](err); ok {
		return f.errorAt(syntax.Token, "the front matter is not YAML: "+syntax.Message, subjectHint)
	}
	return f.errorAt(nil, "the front matter is not YAML", subjectHint)
}

// errorAt places an error at a token of the front matter, else at the start of
// the file.
func (f *File) errorAt(at *token.Token, message, hint string) *FileError {
	line, column := 1, 1
	if at != nil && at.Position != nil {
		line, column = at.Position.Line+1, max(1, at.Position.Column)
	}
	return &FileError{File: f.Name, Line: line, Column: column, Message: message, Hint: hint}
}
