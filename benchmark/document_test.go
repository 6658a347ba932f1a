package benchmark_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

var documentPath = filepath.Join("..", "docs", "performance.md")

// The budgets of the design. That of an apply is in its command.
const (
	startBudget  = 15 * time.Millisecond
	memoryBudget = 40 << 20
	binaryBudget = 25 << 20
	fleetBudget  = 1.2 // times the ideal
)

// document is docs/performance.md.
func (f figures) document() string {
	var text strings.Builder
	fmt.Fprintf(&text, documentIntro, f.Machine.CPU, f.Machine.Cores, f.Machine.Go, f.Machine.Date, f.Machine.Load, times)
	for _, part := range []func() string{f.commandTables, f.startTable, f.fleetTable, f.sandboxTable, f.templatesTable} {
		text.WriteString("\n" + part())
	}
	return text.String()
}

func (f figures) commandTables() string {
	requests := table{{"command", "rounds", "critical path", "requests", "connections", "sent, kB", "received, kB", "peak memory, MB"}}
	ratios := table{{"command"}}
	for _, latency := range latencies {
		ratios[0] = append(ratios[0], fmt.Sprintf("%d ms", latency.added.Milliseconds()), "times")
	}
	ratios[0] = append(ratios[0], "budget", "kept")
	for _, s := range situations() {
		row := f.command(s.String())
		requests = append(requests, []string{
			row.Name, fmt.Sprint(len(row.Rounds)), fmt.Sprint(len(s.criticalPath())), fmt.Sprint(row.requests()), fmt.Sprint(row.Connections),
			fmt.Sprintf("%.1f", float64(row.Sent)/1e3), fmt.Sprintf("%.1f", float64(row.Received)/1e3), megabytes(row.Memory),
		})
		line := []string{row.Name}
		for _, pair := range row.Times {
			line = append(line, fmt.Sprintf("**%.2f**", pair.ratio()), fmt.Sprintf("%.0f / %.0f", pair.Logtoctl*1e3, pair.Bare*1e3))
		}
		budget, kept := "", ""
		if limit := s.limit(); limit > 0 {
			budget, kept = fmt.Sprint(limit), yes(len(row.excess(s)) == 0)
		}
		ratios = append(ratios, append(line, budget, kept))
	}
	return commandsIntro + "\n" + ratios.String() + "\n" + requestsIntro + "\n" + requests.String()
}

// limit is the budget of the situation, 0 for none: it is about an apply from
// nothing.
func (s situation) limit() float64 {
	if s.state != cold {
		return 0
	}
	return s.budget
}

// excess returns the latencies at which a row is beyond its budget. Without any
// latency it is the start of two processes that is compared; that has its own budget.
func (r commandRow) excess(s situation) []time.Duration {
	var beyond []time.Duration
	for _, pair := range r.Times {
		if s.limit() > 0 && pair.Latency > 0 && pair.ratio() > s.limit() {
			beyond = append(beyond, pair.Latency)
		}
	}
	return beyond
}

func (f figures) startTable() string {
	memory := f.Start.Memory
	for _, row := range f.Commands {
		memory = max(memory, row.Memory)
	}
	start := time.Duration(f.Start.Logtoctl * float64(time.Second))
	return startIntro + "\n" + table{
		{"", "figure", "budget", "kept"},
		{"start of `logtoctl version`, ratio to a program that does nothing", fmt.Sprintf("**%.1f**", f.Start.Logtoctl/f.Start.Hello), "", ""},
		{"start of `logtoctl version`, ms", fmt.Sprintf("%.1f", f.Start.Logtoctl*1e3), "15", yes(start <= startBudget)},
		{"peak memory of the commands above, MB", megabytes(memory), "40", yes(memory <= memoryBudget)},
		{"binary, stripped, MB", megabytes(f.Start.Binary), "25", yes(f.Start.Binary <= binaryBudget)},
	}.String()
}

func (f figures) fleetTable() string {
	rows := table{{"tenants", "ratio to the ideal", "seconds", "ideal", "budget", "kept", "CPU per tenant, ms", "peak memory, MB"}}
	for _, row := range f.Fleet {
		rows = append(rows, []string{
			thousands(row.Tenants), fmt.Sprintf("**%.2f**", row.ratio()), fmt.Sprintf("%.2f", row.Seconds), fmt.Sprintf("%.2f", row.ideal()),
			fmt.Sprint(fleetBudget), yes(row.ratio() <= fleetBudget), fmt.Sprintf("%.1f", row.CPU/float64(row.Tenants)*1e3), megabytes(row.Memory),
		})
	}
	return fmt.Sprintf(fleetIntro, fleetParallel, fleetLatency.Milliseconds(), fleetTimes, fleetParallel) + "\n" + rows.String()
}

func (f figures) sandboxTable() string {
	rows := table{{"request", "1 client, per second", "8 clients, per second", "memory before, MB", "after, MB"}}
	for _, row := range f.Sandbox {
		rows = append(rows, []string{row.Kind, fmt.Sprintf("%.0f", row.One), fmt.Sprintf("%.0f", row.Eight), megabytes(row.MemoryBefore), megabytes(row.MemoryAfter)})
	}
	return fmt.Sprintf(sandboxIntro, loadTime.Seconds()) + "\n" + rows.String()
}

func (f figures) templatesTable() string {
	rows := table{{"", "templates", "ratio to tokenising", "µs per template", "tokenising, µs", "peak memory, MB"}}
	for _, row := range f.Templates {
		each := func(seconds float64) string { return fmt.Sprintf("%.0f", seconds/float64(row.Count)*1e6) }
		memory := ""
		if row.Memory > 0 {
			memory = megabytes(row.Memory)
		}
		rows = append(rows, []string{row.What, thousands(row.Count), fmt.Sprintf("**%.1f**", row.ratio()), each(row.Seconds), each(row.Bare), memory})
	}
	return templatesIntro + "\n" + rows.String()
}

// table is rows of cells; the first row is the header.
type table [][]string

// String is the table in Markdown.
func (t table) String() string {
	var text strings.Builder
	for i, row := range t {
		text.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			text.WriteString("|---" + strings.Repeat("|--:", len(row)-1) + "|\n")
		}
	}
	return text.String()
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f", float64(bytes)/(1<<20)) }

func yes(kept bool) string {
	if kept {
		return "yes"
	}
	return "**no**"
}

// thousands writes a number with commas.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	var groups []string
	for len(digits) > 3 {
		groups, digits = append(groups, digits[len(digits)-3:]), digits[:len(digits)-3]
	}
	groups = append(groups, digits)
	slices.Reverse(groups)
	return strings.Join(groups, ",")
}

func (f figures) writeDocument() error {
	return os.WriteFile(documentPath, []byte(f.document()), 0o644)
}

const documentIntro = `# Performance

What logtoctl takes beyond what cannot be avoided. ` + "`make bench`" + ` measures it and writes
this page; ` + "`make check`" + ` fails when a command makes another request than here, or makes
one in another round. How it is done stands in [benchmark](../benchmark/doc.go).

The figures are ratios of two things that took turns on the same machine, and hold on
others; the times beside them are for orientation. Taken on %s with
%d cores, %s, %s, with a load of %s before;
medians of %d unless it says otherwise.
`

const commandsIntro = `## Commands

Each command as a whole process of the real binary, beside a bare program that sends
the requests of the command's critical path and reads the answers: rounds one after the
other, the requests of a round together. Both meet the same recorded answers, which come
0, 20 or 100 ms later than they could; a new connection takes as long again. Beside
each ratio stand the medians of logtoctl and of the bare program in milliseconds.

"Cold" is without a token, "warm" with one from an earlier process, "no-op" with nothing
to do. With 0 ms there is no network and no server to wait for: what is compared there
is the start of a large and of a small program, so the budget is for the other columns.
A warm apply takes a round more than it has to: with a token at hand it asks Direct Mail
for the sender once it knows that there is something to do, and not in each run.
`

const requestsIntro = `What goes over the wire. A round is complete when nothing more comes until something is
answered; the critical path of an apply from nothing is the token, then the reads, then
application and connector, then secret and sign-in experience. Bytes are with headers.
`

const startIntro = `## Start, memory, size
`

const fleetIntro = `## Many tenants at once

One apply from nothing to tenants that are all in one process, %d at a time, with %d ms
added to each exchange: the tenants share the machine with logtoctl, and with less
latency it would be them that is measured. The ideal is what the apply to one takes
(the median of %d right before), times the rounds of %d that it takes to serve all. The
runs with 100 and with 1,000 tenants are single ones. A ratio below 1 is what the tenants
share: the start, the connections, and the question for the sender at Direct Mail.

![Seconds over tenants, measured and ideal](performance-fleet.svg)
`

const sandboxIntro = `## The sandbox

Requests that ` + "`logtoctl sandbox start`" + ` answers in a second, over %.0f seconds each, with the
clients on the same machine. A mail is rendered, signed, checked, sent and kept. The
memory is what the process holds before and after the requests of the row.
`

const templatesIntro = `## Templates

The built-in English templates, again and again in folders of their own. "Tokenising"
is to read the same files and take their HTML apart with golang.org/x/net/html, once and
in one goroutine. Linting is the whole process, one run.
`
