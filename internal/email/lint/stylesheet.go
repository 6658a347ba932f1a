package lint

import (
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

// maxAtRules is how deep @media and the like may stand in each other; what is
// deeper is left out.
const maxAtRules = 4

// styleSheet is what a template's style elements say.
type styleSheet struct {
	rules   []rule
	imports []importRule
}

// importRule is an @import.
type importRule struct {
	offset  int
	address string
}

// rule is a style rule.
type rule struct {
	offset       int
	selectors    []selector
	declarations []declaration
	// applies says in which modes the rule counts.
	applies modes
	// conditional says that it stands in @media or the like, which cannot be
	// written into an element.
	conditional bool
}

// declaration is a property with its value, white space at its ends and
// !important taken off.
type declaration struct {
	property  string
	value     []token
	important bool
}

// token is a piece of CSS; offset is where it stands in the content.
type token struct {
	kind   css.TokenType
	text   string
	offset int
}

// is says whether the token is that text, in upper or lower case.
func (t token) is(text string) bool { return strings.EqualFold(t.text, text) }

// tokenize takes CSS that begins at an offset apart. Comments are left out,
// and the white space on both sides of one is one.
func tokenize(text string, offset int) []token {
	if text == "" {
		return nil
	}
	tokens := make([]token, 0, len(text)/3+1) // about as many as styles have
	lexer := css.NewLexer(parse.NewInputString(text))
	start := 0
	for kind, data := lexer.Next(); kind != css.ErrorToken; kind, data = lexer.Next() {
		space := kind == css.WhitespaceToken && len(tokens) > 0 && tokens[len(tokens)-1].kind == css.WhitespaceToken
		end := start + len(data)
		if kind != css.CommentToken && !space {
			tokens = append(tokens, token{kind, text[start:end], offset + start})
		}
		start = end
	}
	return tokens
}

// size returns how many selectors and declarations there are.
func (s *styleSheet) size() int {
	size := 0
	for _, r := range s.rules {
		size += len(r.selectors) + len(r.declarations)
	}
	return size
}

// read adds the rules of a style element with that media attribute.
func (s *styleSheet) read(tokens []token, attribute string) {
	applies := media(attribute)
	s.readRules(tokens, applies, applies != modes{true, true} || strings.Contains(attribute, "("), 0)
}

func (s *styleSheet) readRules(tokens []token, applies modes, conditional bool, depth int) {
	for len(tokens) > 0 {
		first := tokens[0]
		if betweenRules(first) {
			tokens = tokens[1:]
			continue
		}
		prelude, block, rest := splitRule(tokens, first.kind == css.AtKeywordToken)
		tokens = rest
		switch {
		case first.kind != css.AtKeywordToken:
			s.rules = append(s.rules, rule{
				offset: first.offset, selectors: selectors(prelude), declarations: declarations(block),
				applies: applies, conditional: conditional,
			})
		case first.is("@import"):
			s.imports = append(s.imports, importRule{first.offset, importAddress(prelude[1:])})
		case first.is("@media") && depth < maxAtRules:
			s.readRules(block, applies.and(mediaQueries(prelude[1:])), true, depth+1)
		}
	}
}

// betweenRules says whether a token belongs to no rule.
func betweenRules(t token) bool {
	switch t.kind {
	case css.WhitespaceToken, css.CDOToken, css.CDCToken, css.SemicolonToken, css.RightBraceToken:
		return true
	default:
		return false
	}
}

// splitRule cuts the first rule off: what stands before its block, what stands
// in it, and all that follows. A semicolon ends an at-rule without a block.
func splitRule(tokens []token, atRule bool) (prelude, block, rest []token) {
	open, depth := -1, 0
	for i, t := range tokens {
		switch {
		case open < 0 && depth == 0 && t.kind == css.LeftBraceToken:
			open = i
		case open < 0 && depth == 0 && atRule && t.kind == css.SemicolonToken:
			return tokens[:i], nil, tokens[i+1:]
		case open >= 0 && depth == 0 && t.kind == css.RightBraceToken:
			return tokens[:open], tokens[open+1 : i], tokens[i+1:]
		default:
			depth = max(0, depth+nesting(t))
		}
	}
	if open < 0 {
		return tokens, nil, nil
	}
	return tokens[:open], tokens[open+1:], nil // the end of the sheet closes what is open
}

// nesting says whether a token opens or closes brackets.
func nesting(t token) int {
	switch t.kind {
	case css.FunctionToken, css.LeftParenthesisToken, css.LeftBracketToken, css.LeftBraceToken:
		return 1
	case css.RightParenthesisToken, css.RightBracketToken, css.RightBraceToken:
		return -1
	default:
		return 0
	}
}

// split cuts tokens at each separator that stands in no brackets.
func split(tokens []token, separator css.TokenType) [][]token {
	var parts [][]token
	start, depth := 0, 0
	for i, t := range tokens {
		if depth == 0 && t.kind == separator {
			parts = append(parts, tokens[start:i])
			start = i + 1
			continue
		}
		depth = max(0, depth+nesting(t))
	}
	return append(parts, tokens[start:])
}

// trim takes white space off at both ends.
func trim(tokens []token) []token {
	for len(tokens) > 0 && tokens[0].kind == css.WhitespaceToken {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 && tokens[len(tokens)-1].kind == css.WhitespaceToken {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// declarations reads the inside of a rule or a style attribute. As in a
// browser, what is no declaration is overlooked.
func declarations(tokens []token) []declaration {
	var found []declaration
	for _, part := range split(tokens, css.SemicolonToken) {
		part = trim(part)
		if len(part) == 0 || part[0].kind != css.IdentToken {
			continue
		}
		value := trim(part[1:])
		if len(value) == 0 || value[0].kind != css.ColonToken {
			continue
		}
		d := declaration{property: strings.ToLower(part[0].text), value: trim(value[1:])}
		if last := len(d.value) - 1; last >= 0 && d.value[last].is("important") {
			if before := trim(d.value[:last]); len(before) > 0 && before[len(before)-1].is("!") {
				d.value, d.important = trim(before[:len(before)-1]), true
			}
		}
		if len(d.value) > 0 {
			found = append(found, d)
		}
	}
	return found
}
