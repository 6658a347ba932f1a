package cli

import (
	"fmt"

	"github.com/logtoctl/logtoctl/internal/output"
)

// List is a result that comes object by object, in the format that the user asked
// for. On a terminal a line below it says how far it has come.
type List struct {
	env         *Env
	list        *output.List
	come, total int
	what        string // in the plural
}

// List begins a list of so many objects, with the widths of its columns.
func (e *Env) List(total int, what string, widths ...int) *List {
	return &List{env: e, list: e.printer.List(widths...), total: total, what: what}
}

// Add writes an object.
func (l *List) Add(view output.View) error {
	l.env.talk.settle()
	l.come++
	err := l.list.Add(view)
	if l.come < l.total {
		l.env.Begin(fmt.Sprintf("%d of %d %s", l.come, l.total, l.what))
	}
	return err
}

// Close ends the document.
func (l *List) Close() error {
	l.env.talk.settle()
	return l.list.Close()
}
