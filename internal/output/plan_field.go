package output

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/printable"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// contextLines is how much of a template is shown around a changed line.
const contextLines = 2

// longText is from how many bytes on a text is compared line by line.
const longText = 60

// newPlanLine words one field of an object with that status.
func newPlanLine(field plan.Field, status plan.Status) planLine {
	line := planLine{mark: mark(plan.Updated), path: oneLine(field.Path)}
	from, to := field.From, field.To
	switch {
	case to == plan.SecretChanged:
		line.mark, line.value = mark(status), plan.SecretChanged
		return line
	case isNothing(from):
		line.mark, line.value = mark(plan.Created), summary(to)
	case isNothing(to):
		line.mark, line.value = mark(plan.Deleted), summary(from)
	case isLong(from) || isLong(to):
		line.below = textDiff(fmt.Sprint(from), fmt.Sprint(to))
	default:
		line.value = scalar(from) + " -> " + scalar(to)
	}
	if isList(from) || isList(to) {
		line.value, line.below = "", listDiff(items(from), items(to))
	}
	return line
}

// isNothing tells values which say that there is none.
func isNothing(value any) bool { return value == nil || value == "" }

// isLong tells texts that do not fit on a line beside another one.
func isLong(value any) bool {
	text, isText := value.(string)
	return isText && (len(text) > longText || strings.Contains(text, "\n"))
}

// summary is a value that has nothing to be compared with: of a mail's HTML only
// the length is of interest.
func summary(value any) string {
	if text, isText := value.(string); isText && strings.Contains(text, "\n") {
		return fmt.Sprintf("(%d lines)", len(textLines(text)))
	}
	return scalar(value)
}

// scalar is a value on one line.
func scalar(value any) string {
	if isNothing(value) {
		return `""`
	}
	switch value := value.(type) {
	case logtoadmin.SignInMethod:
		return fmt.Sprintf("%s (%s)", value.Identifier, factors(value))
	case logtoadmin.SecondaryIdentifier:
		return string(value.Identifier)
	}
	if v := reflect.ValueOf(value); v.Kind() == reflect.String {
		return oneLine(v.String())
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return oneLine(fmt.Sprint(value))
	}
	return oneLine(string(encoded))
}

func isList(value any) bool { return reflect.ValueOf(value).Kind() == reflect.Slice }

// items words the elements of a list.
func items(value any) []string {
	if !isList(value) {
		return nil
	}
	var words []string
	for _, element := range reflect.ValueOf(value).Seq2() {
		words = append(words, scalar(element.Interface()))
	}
	return words
}

// listDiff says what goes out of a list and what comes in. When that is nothing
// the order differs, and both lists are shown.
func listDiff(from, to []string) []string {
	gone := slices.DeleteFunc(slices.Clone(from), func(item string) bool { return slices.Contains(to, item) })
	come := slices.DeleteFunc(slices.Clone(to), func(item string) bool { return slices.Contains(from, item) })
	if len(gone)+len(come) == 0 {
		gone, come = from, to
	}
	var lines []string
	for _, item := range gone {
		lines = append(lines, "- "+item)
	}
	for _, item := range come {
		lines = append(lines, "+ "+item)
	}
	return lines
}

// textDiff compares two texts line by line; the parts far from a change are
// left out.
func textDiff(from, to string) []string {
	before, after := wholeLines(from), wholeLines(to)
	diff, err := udiff.ToUnifiedDiff("", "", before, udiff.Lines(before, after), contextLines)
	if err != nil || len(diff.Hunks) == 0 {
		return []string{"(only the line break at the end differs)"}
	}
	var lines []string
	for i, hunk := range diff.Hunks {
		if i > 0 {
			lines = append(lines, "...")
		}
		for _, line := range hunk.Lines {
			lines = append(lines, lineMark(line.Kind)+" "+visible(line.Content))
		}
	}
	return lines
}

func lineMark(kind udiff.OpKind) string {
	switch kind {
	case udiff.Delete:
		return "-"
	case udiff.Insert:
		return "+"
	default:
		return " "
	}
}

// visible keeps the carriage returns of a line in sight, because two lines may
// differ in nothing else.
func visible(line string) string {
	return printable.Text(strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\r", `\r`))
}

// wholeLines ends the last line of a text.
func wholeLines(text string) string { return strings.TrimSuffix(text, "\n") + "\n" }

func textLines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }
