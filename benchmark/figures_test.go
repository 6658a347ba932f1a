package benchmark_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// figures are everything that was measured. Times are seconds, sizes are bytes.
type figures struct {
	Machine   machine        `json:"machine"`
	Commands  []commandRow   `json:"commands"`
	Start     startRow       `json:"start"`
	Fleet     []fleetRow     `json:"fleet"`
	Sandbox   []sandboxRow   `json:"sandbox"`
	Templates []templatesRow `json:"templates"`
}

// machine is what the figures were taken on.
type machine struct {
	Date  string `json:"date"`
	Go    string `json:"go"`
	CPU   string `json:"cpu"`
	Cores int    `json:"cores"`
	Load  string `json:"load"` // of the minute before
}

// commandRow is a command in one state.
type commandRow struct {
	Name        string      `json:"name"`
	Rounds      [][]string  `json:"rounds"` // the requests that go out together
	Connections int64       `json:"connections"`
	Sent        int64       `json:"sent"`
	Received    int64       `json:"received"`
	Memory      int64       `json:"memory"`
	Times       []timesPair `json:"times"`
}

func (r commandRow) requests() int {
	return len(slices.Concat(r.Rounds...))
}

// timesPair are the medians of logtoctl and of the bare replay, with a latency
// added to each exchange.
type timesPair struct {
	Latency  time.Duration `json:"latency"`
	Logtoctl float64       `json:"logtoctl"`
	Bare     float64       `json:"bare"`
}

func (p timesPair) ratio() float64 { return p.Logtoctl / p.Bare }

// startRow is what logtoctl version costs, beside a program that does nothing.
type startRow struct {
	Logtoctl float64 `json:"logtoctl"`
	Hello    float64 `json:"hello"`
	Memory   int64   `json:"memory"`
	Binary   int64   `json:"binary"`
}

// fleetRow is an apply to many tenants at once.
type fleetRow struct {
	Tenants  int           `json:"tenants"`
	Parallel int           `json:"parallel"`
	Latency  time.Duration `json:"latency"`
	Seconds  float64       `json:"seconds"`
	One      float64       `json:"one"` // for one tenant, measured right before
	CPU      float64       `json:"cpu"` // of logtoctl, for all tenants
	Memory   int64         `json:"memory"`
}

// ideal is what no schedule can beat: what one tenant takes, as often as all places
// must be taken again.
func (r fleetRow) ideal() float64 {
	return r.One * math.Ceil(float64(r.Tenants)/float64(r.Parallel))
}

func (r fleetRow) ratio() float64 { return r.Seconds / r.ideal() }

// sandboxRow is how many requests of a kind the sandbox answers in a second.
type sandboxRow struct {
	Kind         string  `json:"kind"`
	One          float64 `json:"one"` // with one client
	Eight        float64 `json:"eight"`
	MemoryBefore int64   `json:"memoryBefore"`
	MemoryAfter  int64   `json:"memoryAfter"`
}

// templatesRow is what becomes of many templates, beside reading and tokenising them.
type templatesRow struct {
	What    string  `json:"what"`
	Count   int     `json:"count"`
	Seconds float64 `json:"seconds"`
	Bare    float64 `json:"bare"`
	Memory  int64   `json:"memory"` // 0 where it is not a process of its own
}

func (r templatesRow) ratio() float64 { return r.Seconds / r.Bare }

var figuresPath = filepath.Join("testdata", "figures.json")

func readFigures() (figures, error) {
	content, err := os.ReadFile(figuresPath)
	if err != nil {
		return figures{}, err
	}
	var f figures
	if err := json.Unmarshal(content, &f); err != nil {
		return figures{}, fmt.Errorf("read %s: %w", figuresPath, err)
	}
	return f, nil
}

func (f figures) write() error {
	content, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(figuresPath, append(content, '\n'), 0o644)
}

// command returns the row of a command in a state, an empty one when there is none.
func (f figures) command(name string) commandRow {
	i := slices.IndexFunc(f.Commands, func(r commandRow) bool { return r.Name == name })
	if i < 0 {
		return commandRow{}
	}
	return f.Commands[i]
}
