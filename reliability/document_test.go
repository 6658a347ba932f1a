package reliability_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// document holds the tables of each matrix by its title.
type document map[string]tables

// tables are outcomes by scenario, point and kind.
type tables map[string]map[string]map[string]string

func (t tables) set(made trial, got outcome) {
	t.put(made.scenario.name, made.point, made.kind.name, made.kind.cell(got))
}

func (t tables) put(scenario, point, kind, cell string) {
	if t[scenario] == nil {
		t[scenario] = map[string]map[string]string{}
	}
	if t[scenario][point] == nil {
		t[scenario][point] = map[string]string{}
	}
	t[scenario][point][kind] = cell
}

func (t tables) cell(of trial) string { return t[of.scenario.name][of.point][of.kind.name] }

func (t tables) points(scenario string) []string { return slices.Sorted(maps.Keys(t[scenario])) }

func (t tables) count() int {
	count := 0
	for _, points := range t {
		for _, kinds := range points {
			count += len(kinds)
		}
	}
	return count
}

var documentPath = filepath.Join("..", "docs", "reliability.md")

// String is the document.
func (d document) String() string {
	var text strings.Builder
	text.WriteString(documentIntro)
	for _, m := range matrices() {
		outcomes := d[m.title]
		fmt.Fprintf(&text, "\n## %s\n\n%s\n%d trials.\n", m.title, m.intro, outcomes.count())
		for _, s := range m.scenarios {
			fmt.Fprintf(&text, "\n### %s\n\n", s)
			header, rule := "| request |", "|---|"
			for _, k := range m.kinds {
				header, rule = header+" "+k.name+" |", rule+":-:|"
			}
			fmt.Fprintf(&text, "%s\n%s\n", header, rule)
			for _, point := range outcomes.points(s.name) {
				fmt.Fprintf(&text, "| `%s` |", point)
				for _, k := range m.kinds {
					fmt.Fprintf(&text, " %s |", outcomes[s.name][point][k.name])
				}
				text.WriteString("\n")
			}
		}
	}
	return text.String()
}

// legend says what each kind of disturbance is, and with what error it is told.
func legend(kinds []kind) string {
	var text strings.Builder
	text.WriteString("| fault | what happens | error, unless it is survived |\n|---|---|---|\n")
	for _, k := range kinds {
		fmt.Fprintf(&text, "| %s | %s | `%s` |\n", k.name, k.what, k.told)
	}
	return text.String()
}

func (d document) write() error {
	return os.WriteFile(documentPath, []byte(d.String()), 0o644)
}

// readDocument reads the outcomes out of the document.
func readDocument() (document, error) {
	content, err := os.ReadFile(documentPath)
	if err != nil {
		return nil, err
	}
	d := document{}
	var title, scenario string
	var kinds []string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		switch {
		case strings.HasPrefix(line, "## "):
			title = strings.TrimPrefix(line, "## ")
			d[title] = tables{}
		case strings.HasPrefix(line, "### "):
			scenario = strings.TrimPrefix(line, "### ")
		case strings.HasPrefix(line, "| request |"):
			kinds = cells[1:]
		case strings.HasPrefix(line, "| `") && len(cells) == len(kinds)+1:
			for i, kind := range kinds {
				d[title].put(scenario, strings.Trim(cells[0], "`"), kind, cells[i+1])
			}
		}
	}
	return d, nil
}

// unedited checks that the document is what it would be written as.
func (d document) unedited() error {
	content, err := os.ReadFile(documentPath)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(d.String(), string(content)); diff != "" {
		return fmt.Errorf("docs/reliability.md is stale (make reliability) (-want +got):\n%s", diff)
	}
	return nil
}

const documentIntro = `# Reliability

What logtoctl does when it is killed, and when the network, a proxy or the services
fail it, at each single request. ` + "`make reliability`" + ` makes all trials and writes this page;
` + "`make check`" + ` makes a sample of them and fails when an outcome or a request is another
one than here. How it is done stands in [reliability](../reliability/doc.go).

A trial disturbs one run of a command at one of its requests. Then it checks that

- after each write of the run people could sign in: the sign-in experience asked for an
  emailed code only where a connector could send it, no template was lost, and a secret
  in a .env file was good for its application;
- a connector of somebody else that is gone is in a backup;
- no create and no send reached the service more often than without the disturbance;
- a failure is told with a code of its own, a message, what to do next, and an exit code;
- a run that succeeds leaves the whole tenant, the account at Direct Mail and the files
  just as one does that nobody disturbed;
- and the same command, run once more, does succeed.

Each cell is the exit code of the disturbed run: 0 is success; 1 failed; 5 applied in part;
6 could not reach the service; 130 interrupted. Where the error was not the one that such
a disturbance has, its code stands beside. Where it says "fails", the exit code is 1, 5 or
6: that depends on what had been done by then, which differs among requests that are made
at the same time.

Besides, the tests let runs meet at each pair of their writes (one application is left, and
a run that was late says conflict), let somebody change the tenant at the console before
each request of an apply (nothing of it is lost without a conflict, but for what comes
between the last look at an object and the write right after it, which Logto has no means
to close), and start many runs that share one kept token. And they run every command in
every output format, on success and on each kind of failure, and look for secrets in all
that comes out, in files, and in what other processes are given.
`

const killIntro = `The process is killed when the request has left it and has had no effect yet ("before"),
or when it has taken effect and the answer is still on its way ("after"). "answer lost": the
connection ends there instead, and logtoctl goes on.
`

const networkIntro = `What happens between logtoctl and a service: once, unless it says "for good".

`

const serviceIntro = `What a service under load says, or something in front of it: once, unless it says "for good".

`
