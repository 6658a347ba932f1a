package apprun

import (
	"bytes"
	"strings"
	"sync"
)

const (
	// keptLines is how many of the last lines an error shows.
	keptLines = 20
	// longestLine is where a longer line is broken, in bytes.
	longestLine = 4 << 10
)

// lines is what a process prints, line by line. The last of them are kept.
type lines struct {
	each func(line string) // may be nil

	mu   sync.Mutex
	open []byte // the line that has not ended yet
	kept []string
}

// Write takes the next bytes, and tells the lines that are whole with them.
func (l *lines) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = append(l.open, text...)
	for {
		end := bytes.IndexByte(l.open, '\n')
		switch {
		case end >= 0 && end <= longestLine:
			l.add(string(l.open[:end]))
			l.open = l.open[end+1:]
		case len(l.open) > longestLine:
			l.add(string(l.open[:longestLine]))
			l.open = l.open[longestLine:]
		default:
			return len(text), nil
		}
	}
}

// end tells the last line, too, if nothing ends it: the process prints no more.
func (l *lines) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.open) > 0 {
		l.add(string(l.open))
		l.open = nil
	}
}

func (l *lines) add(line string) {
	line = strings.TrimRight(line, "\r")
	if l.kept = append(l.kept, line); len(l.kept) > keptLines {
		l.kept = l.kept[1:]
	}
	if l.each != nil {
		l.each(line)
	}
}

// last returns the last lines.
func (l *lines) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.TrimSpace(strings.Join(l.kept, "\n"))
}
