package aliyundm

import (
	"slices"
	"strings"
)

// Explanation is an error in plain words.
type Explanation struct {
	// Meaning says what went wrong, in one or two sentences.
	Meaning string
	// Hint says what to do about it at Alibaba Cloud.
	Hint string
}

// Explain returns what an error code of Direct Mail or of its gateway means, and
// whether the code is known. Case does not matter, because the documentation
// itself writes codes in several ways. A code that is not in the tables is
// explained by the part before its last dot, so that "Throttling.Xyz" is
// explained as "Throttling", and else by the family that its name belongs to.
func Explain(code string) (Explanation, bool) {
	for _, explain := range []func(string) (Explanation, bool){explainCode, explainFamily} {
		for part := code; part != ""; part = parent(part) {
			if explanation, ok := explain(part); ok {
				return explanation, true
			}
		}
	}
	return Explanation{}, false
}

func explainCode(code string) (Explanation, bool) {
	known := explanations()
	i := slices.IndexFunc(known, func(known codeExplanation) bool { return strings.EqualFold(known.code, code) })
	if i < 0 {
		return Explanation{}, false
	}
	return known[i].explanation, true
}

// Codes returns all codes that have an explanation of their own, by topic: access,
// gateway, sending, and then domains, sender addresses, tags and statistics. The
// families of codes that [Explain] knows besides are not among them.
func Codes() []string {
	var codes []string
	for _, known := range explanations() {
		codes = append(codes, known.code)
	}
	return codes
}

func explanations() []codeExplanation {
	return slices.Concat(accessCodes(), gatewayCodes(), sendCodes(), resourceCodes())
}

// parent returns a dotted code without its last part, or nothing.
func parent(code string) string {
	dot := strings.LastIndexByte(code, '.')
	return code[:max(dot, 0)]
}

// codeIs tells whether the code is one of the names or a refinement of one, as
// "Forbidden.RAM" is of "Forbidden".
func codeIs(code string, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		if len(code) < len(name) || !strings.EqualFold(code[:len(name)], name) {
			return false
		}
		return len(code) == len(name) || code[len(name)] == '.'
	})
}

type codeExplanation struct {
	code        string
	explanation Explanation
}
