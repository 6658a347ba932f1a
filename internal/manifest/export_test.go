package manifest

// Expand gives the tests the expanded text, the offsets of the problems
// and the way back from a place in the expanded text.
func Expand(text string, lookup func(string) (string, bool)) (expanded string, problems []int, source func(int) int) {
	e := expand(text, lookup)
	for _, problem := range e.problems {
		problems = append(problems, problem.offset)
	}
	return e.text, problems, e.source
}

// Escape and Leftover are what the package uses inside.
var (
	Escape   = escape
	Leftover = leftover
)
