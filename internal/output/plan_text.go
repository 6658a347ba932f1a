package output

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/printable"
)

// Text returns the plan for people: each object that changes with its fields,
// then those that stay, then one line that counts. The marks are + for what
// comes, - for what goes, ~ for what changes and = for what stays.
func (p Plan) Text() string {
	var text strings.Builder
	text.WriteString(printable.Text(strings.TrimSpace(p.Profile+" "+p.Endpoint)) + "\n\n")
	if p.Error != nil {
		text.WriteString(oneLine("failed: "+p.Error.Message) + "\n")
		return text.String()
	}
	for _, change := range p.Changes {
		if change.Status != plan.Unchanged {
			change.write(&text)
			text.WriteString("\n")
		}
	}
	for _, change := range p.Changes {
		if change.Status == plan.Unchanged {
			change.write(&text)
		}
	}
	if p.Summary.Unchanged > 0 {
		text.WriteString("\n")
	}
	text.WriteString(p.Summary.sentence())
	return text.String()
}

func (s PlanSummary) sentence() string {
	replace := ""
	if s.Replaced > 0 {
		replace = fmt.Sprintf("%d to replace, ", s.Replaced)
	}
	wait := ""
	if s.Waiting > 0 {
		wait = fmt.Sprintf(", %d waiting for DNS", s.Waiting)
	}
	return fmt.Sprintf("Plan: %d to create, %d to update, %s%d to delete, %d unchanged%s.\n", s.Created, s.Updated, replace, s.Deleted, s.Unchanged, wait)
}

func mark(status plan.Status) string {
	switch status {
	case plan.Created:
		return "+"
	case plan.Deleted:
		return "-"
	case plan.Unchanged:
		return "="
	default:
		return "~"
	}
}

// remark tells the statuses apart that share the mark of an update.
func remark(status plan.Status) string {
	switch status {
	case plan.Replaced:
		return " (replaced)"
	case plan.Waiting:
		return " (waiting for DNS)"
	default:
		return ""
	}
}

func (c PlanChange) write(text *strings.Builder) {
	fmt.Fprintf(text, "%s %s%s\n", mark(c.Status), oneLine(c.Object), remark(c.Status))
	lines := make([]planLine, 0, len(c.Fields)+1)
	for _, field := range c.Fields {
		lines = append(lines, newPlanLine(field, c.Status))
	}
	for path, state := range c.Secrets {
		if state == plan.SecretSame {
			lines = append(lines, planLine{mark: mark(plan.Unchanged), path: path, value: state})
		}
	}
	width := 0
	for _, line := range lines {
		if line.value != "" {
			width = max(width, len(line.path))
		}
	}
	for _, line := range lines {
		line.write(text, width)
	}
}

// planLine is one field: its value on the same line, or lines of their own.
type planLine struct {
	mark, path, value string
	below             []string
}

func (l planLine) write(text *strings.Builder, width int) {
	if l.value == "" {
		fmt.Fprintf(text, "    %s %s\n", l.mark, l.path)
	} else {
		fmt.Fprintf(text, "    %s %-*s  %s\n", l.mark, width, l.path, l.value)
	}
	for _, line := range l.below {
		text.WriteString(strings.TrimRight("        "+line, " ") + "\n")
	}
}
