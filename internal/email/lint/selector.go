package lint

import (
	"strings"

	"github.com/andybalholm/cascadia"
	"github.com/tdewolff/parse/v2/css"
	"golang.org/x/net/html"
)

// selector says which elements a rule is for. It is kept in groups of what
// stands between the white space, "a > b" and "c" for "a > b c": looking for
// each group at the nearest ancestor finds what there is without trying every
// combination of ancestors.
type selector struct {
	text        string
	groups      []group
	specificity cascadia.Specificity
}

// group is a part of a selector without white space.
type group struct {
	cascadia.Sel
	parents int // how many steps up its first element is from its last
}

// selectors returns the selectors of a rule which say something about the mail
// as it lies there. Those which ask for a state (a:hover), a part of a text
// (::first-line), or later siblings are left out.
func selectors(prelude []token) []selector {
	var found []selector
	for _, part := range split(prelude, css.CommaToken) {
		if s, ok := newSelector(trim(part)); ok {
			found = append(found, s)
		}
	}
	return found
}

func newSelector(tokens []token) (selector, bool) {
	var s selector
	var text, current strings.Builder
	parents := 0
	end := func() bool {
		sel, err := cascadia.Parse(current.String())
		if err != nil {
			return false
		}
		s.groups = append(s.groups, group{sel, parents})
		s.specificity = s.specificity.Add(sel.Specificity())
		current.Reset()
		parents = 0
		return true
	}
	for i, t := range tokens {
		text.WriteString(t.text)
		switch {
		case t.kind == css.WhitespaceToken:
			if !isCombinator(tokens[i-1]) && !isCombinator(tokens[i+1]) && !end() {
				return selector{}, false
			}
			continue
		case t.is("~"), t.kind == css.ColumnToken, t.kind == css.FunctionToken, t.kind == css.ColonToken && !isState(tokens[i+1:]):
			return selector{}, false
		case t.is(">"):
			parents++
		}
		current.WriteString(t.text)
	}
	s.text = text.String()
	return s, end()
}

func isCombinator(t token) bool { return t.is(">") || t.is("+") }

// isState says whether a colon begins one of the states that every mail is in.
func isState(after []token) bool {
	return len(after) > 0 && (after[0].is("root") || after[0].is("link"))
}

// matches says whether the selector is for that element.
func (s selector) matches(n *html.Node) bool {
	last := len(s.groups) - 1
	if !s.groups[last].Match(n) {
		return false
	}
	for i := last; i > 0; i-- {
		for range s.groups[i].parents {
			n = n.Parent
		}
		n = n.Parent
		for n != nil && !s.groups[i-1].Match(n) {
			n = n.Parent
		}
		if n == nil {
			return false
		}
	}
	return true
}
