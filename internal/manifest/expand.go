package manifest

import (
	"regexp"
	"slices"
	"strings"
)

// reference is the beginning of a reference to an environment variable, or to
// a part of the brand, up to its end or its default. Other names with dots are
// read as well: one may be that of a placeholder of Logto.
var reference = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_.]*|brand\.[A-Za-z0-9_.-]*)(:-|\})`)

// hintReference says how a reference is written.
const hintReference = "write ${NAME} or ${NAME:-default}, or $${ for a literal ${"

// resolver returns the value of a reference, or what is wrong with it.
type resolver func(name string) (value string, wrong *unresolved)

// unresolved is why a reference has no value.
type unresolved struct {
	message, hint string
	// always says that no default makes up for it.
	always bool
	// once says that telling it once is enough, because everything else that
	// lacks the same value will have it then.
	once bool
}

// expansion is a text whose references were replaced.
type expansion struct {
	text     string
	problems []problem
	// filled says that the text holds something that the file does not.
	filled bool
	// pieces leads a place in text back to the file.
	pieces []piece
}

// piece is a part of an expanded text. In a verbatim one both offsets advance
// together; any other one has a single place in the file.
type piece struct {
	out, in  int
	verbatim bool
}

// maxProblems is how many problems of one text are told. Nobody reads more, and to
// find the place of each of a hundred thousand takes minutes.
const maxProblems = 100

// note adds a problem.
func (e *expansion) note(offset int, wrong unresolved) {
	if len(e.problems) < maxProblems {
		e.problems = append(e.problems, problem{offset: offset, unresolved: wrong})
	}
}

// problem is what is wrong at a byte offset of a text before its expansion.
type problem struct {
	unresolved

	offset int
}

// expand replaces ${NAME} by its value, that of an environment variable, and
// ${NAME:-default} by the default when the value is not there or empty. In a
// default, braces come in pairs, so that it may hold {{code}}; a reference in a
// default is not understood. $${ is a literal ${, and all other text, a single
// $ and {{code}} included, stays as it is. A value is not expanded again.
func expand(text string, resolve resolver) expansion {
	var e expansion
	var out strings.Builder
	write := func(in int, part string, verbatim bool) {
		e.pieces = append(e.pieces, piece{out: out.Len(), in: in, verbatim: verbatim})
		out.WriteString(part)
	}
	for at := 0; at < len(text); {
		next := strings.Index(text[at:], "${")
		if next < 0 {
			write(at, text[at:], true)
			break
		}
		next += at
		if next > at && text[next-1] == '$' {
			write(at, text[at:next-1], true)
			write(next, "${", true)
			at = next + len("${")
			continue
		}
		write(at, text[at:next], true)
		name, fallback, length := parseReference(text[next:])
		if length == 0 {
			e.note(next, unresolved{message: "${ begins no reference to an environment variable", hint: hintReference})
			at = next + len("${")
			continue
		}
		value, wrong := resolve(name)
		if value == "" && fallback != nil && (wrong == nil || !wrong.always) {
			value, wrong = *fallback, nil
		}
		if wrong != nil {
			e.note(next, *wrong)
		}
		write(next, value, false)
		e.filled = true
		at = next + length
	}
	e.text = out.String()
	return e
}

// parseReference reads the reference that a text begins with. The length is
// zero when there is none; the fallback is nil when it has no default.
func parseReference(text string) (name string, fallback *string, length int) {
	match := reference.FindStringSubmatch(text)
	if match == nil {
		return "", nil, 0
	}
	if match[2] == "}" {
		return match[1], nil, len(match[0])
	}
	rest := text[len(match[0]):]
	depth := 0
	for i := range len(rest) {
		switch {
		case strings.HasPrefix(rest[i:], "${"):
			return "", nil, 0
		case rest[i] == '{':
			depth++
		case rest[i] == '}' && depth > 0:
			depth--
		case rest[i] == '}':
			value := rest[:i]
			return match[1], &value, len(match[0]) + i + 1
		}
	}
	return "", nil, 0
}

// source returns the offset, before the expansion, of a byte of the expanded
// text: what a variable brought has the place of its reference.
func (e expansion) source(offset int) int {
	behind, _ := slices.BinarySearchFunc(e.pieces, offset, func(p piece, offset int) int {
		if p.out <= offset {
			return -1
		}
		return 1
	})
	if behind == 0 {
		return 0
	}
	last := e.pieces[behind-1]
	if last.verbatim {
		return last.in + offset - last.out
	}
	return last.in
}
