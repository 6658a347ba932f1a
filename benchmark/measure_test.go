package benchmark_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// times is how often everything is measured: the figure is the median.
const times = 15

// latencies are added to each exchange. Where most of the time is waited, lanes
// may wait at the same time without being in each other's way.
var latencies = []struct {
	added time.Duration
	lanes int
}{{0, 1}, {20 * time.Millisecond, 1}, {100 * time.Millisecond, 3}}

// measurement is a command in one state under measurement.
type measurement struct {
	situation

	world    *world
	recorded []exchange
	row      commandRow
	seconds  map[time.Duration]*samples
}

// samples are the times of logtoctl and of the bare replay.
type samples struct{ logtoctl, bare []float64 }

// median is the middle of the values, or the mean of the two middle ones.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return 0
	}
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// measureCommands measures all commands in all states.
func measureCommands(ctx context.Context) ([]commandRow, error) {
	var all []*measurement
	defer func() {
		for _, m := range all {
			m.world.close()
		}
	}()
	for _, s := range situations() {
		m, err := s.begin(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	for _, latency := range latencies {
		for range times {
			var lanes errgroup.Group
			lanes.SetLimit(latency.lanes)
			for _, m := range all {
				lanes.Go(func() error { return m.takeTurns(ctx, latency.added) })
			}
			if err := lanes.Wait(); err != nil {
				return nil, err
			}
		}
	}
	rows := make([]commandRow, len(all))
	for i, m := range all {
		rows[i] = m.end()
	}
	return rows, nil
}

// begin records the situation and writes down its critical path for the replay.
func (s situation) begin(ctx context.Context) (*measurement, error) {
	w, recorded, err := s.record(ctx, nil)
	if err != nil {
		return nil, err
	}
	m := &measurement{
		situation: s, world: w, recorded: recorded, seconds: map[time.Duration]*samples{},
		row: commandRow{Name: s.String(), Rounds: rounds(recorded)},
	}
	for _, latency := range latencies {
		m.seconds[latency.added] = &samples{}
	}
	content, err := s.replay(recorded)
	if err == nil {
		err = os.WriteFile(w.path("replay.json"), content, 0o600)
	}
	if err != nil {
		w.close()
		return nil, fmt.Errorf("%s: %w", s, err)
	}
	return m, nil
}

// replayed is a request as the replay program reads it.
type replayed struct {
	Method string      `json:"method"`
	URL    string      `json:"url"`
	Host   string      `json:"host"`
	Header http.Header `json:"header"`
	Body   string      `json:"body"`
}

// replay writes down the critical path in the requests that were recorded.
func (s situation) replay(recorded []exchange) ([]byte, error) {
	var all [][]replayed
	for _, round := range s.criticalPath() {
		var together []replayed
		for _, name := range round {
			i := slices.IndexFunc(recorded, func(x exchange) bool { return x.name == name })
			if i < 0 {
				return nil, fmt.Errorf("%s is on the critical path, but was not made", name)
			}
			r := recorded[i].request
			together = append(together, replayed{Method: r.method, URL: r.base + r.uri, Host: r.host, Header: r.header, Body: string(r.body)})
		}
		all = append(all, together)
	}
	return json.Marshal(all)
}

// takeTurns runs logtoctl and the replay, one after the other.
func (m *measurement) takeTurns(ctx context.Context, latency time.Duration) error {
	if err := m.settle(m.world); err != nil {
		return err
	}
	play, finished := playback(m.recorded, latency)
	m.world.stage.plays(play)
	tool, err := m.world.launched(ctx, "logtoctl", m.args...)
	if err := errors.Join(err, finished()); err != nil {
		return fmt.Errorf("%s, played: %w", m, err)
	}
	m.row.Sent, m.row.Received, m.row.Connections = m.world.stage.sent.Load(), m.world.stage.received.Load(), m.world.stage.connections.Load()
	m.row.Memory = max(m.row.Memory, tool.Memory)
	play, _ = playback(m.recorded, latency)
	m.world.stage.plays(play)
	bare, err := m.world.launched(ctx, "replay", m.world.path("replay.json"))
	if err != nil {
		return fmt.Errorf("%s, replayed: %w", m, err)
	}
	s := m.seconds[latency]
	s.logtoctl, s.bare = append(s.logtoctl, tool.Seconds), append(s.bare, bare.Seconds)
	return nil
}

func (m *measurement) end() commandRow {
	for _, latency := range latencies {
		s := m.seconds[latency.added]
		m.row.Times = append(m.row.Times, timesPair{Latency: latency.added, Logtoctl: median(s.logtoctl), Bare: median(s.bare)})
	}
	return m.row
}

// startTimes is how often the start is measured: it is short.
const startTimes = 41

// measureStart takes turns between logtoctl version and a program that does nothing.
func measureStart(ctx context.Context) (row startRow, err error) {
	w, err := newWorld(newStage())
	if err != nil {
		return startRow{}, err
	}
	defer w.close()
	var s samples
	for range startTimes {
		tool, err := w.launched(ctx, "logtoctl", "version")
		if err != nil {
			return startRow{}, err
		}
		bare, err := w.launched(ctx, "hello")
		if err != nil {
			return startRow{}, err
		}
		s.logtoctl, s.bare = append(s.logtoctl, tool.Seconds), append(s.bare, bare.Seconds)
		row.Memory = max(row.Memory, tool.Memory)
	}
	info, err := os.Stat(program("logtoctl"))
	if err != nil {
		return startRow{}, err
	}
	row.Logtoctl, row.Hello, row.Binary = median(s.logtoctl), median(s.bare), info.Size()
	return row, nil
}
