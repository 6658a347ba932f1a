package file

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/logtoctl/logtoctl/internal/cli"
)

// maxShards is the largest number of shares; there are not more Jobs than that in
// one indexed Job of Kubernetes either.
const maxShards = 100_000

// shard is one of several equal shares of the tenants. The zero value is all of
// them.
type shard struct {
	number, count int // the number counts from 1
}

var shardPattern = regexp.MustCompile(`^([0-9]{1,6})/([0-9]{1,6})$`)

// parseShard reads a share such as 3/16; "" is all tenants.
func parseShard(text string) (shard, error) {
	if text == "" {
		return shard{}, nil
	}
	match := shardPattern.FindStringSubmatch(text)
	if match == nil {
		return shard{}, wrongShard("--shard %q is no share such as 3/16", text)
	}
	number, _ := strconv.Atoi(match[1]) // six digits always parse
	count, _ := strconv.Atoi(match[2])
	switch {
	case count == 0 || count > maxShards:
		return shard{}, wrongShard("--shard %s: there are 1 to %d shares", text, maxShards)
	case number == 0 || number > count:
		return shard{}, wrongShard("--shard %s: of %d shares, the first is 1/%[2]d and the last %[2]d/%[2]d", text, count)
	}
	return shard{number, count}, nil
}

func wrongShard(format string, args ...any) error {
	return cli.WithHint(cli.Usagef(format, args...), "shares are counted from 1; in an indexed Job of Kubernetes: --shard $((JOB_COMPLETION_INDEX + 1))/16")
}

// of returns the names that belong to the share, in their order. They are dealt out
// in turn by the alphabet, so that a share is the same whatever the order of the
// names is, and no two differ by more than one name.
func (s shard) of(names []string) []string {
	if s.count == 0 {
		return names
	}
	place := make(map[string]int, len(names))
	for i, name := range slices.Sorted(slices.Values(names)) {
		place[name] = i
	}
	var own []string
	for _, name := range names {
		if place[name]%s.count == s.number-1 {
			own = append(own, name)
		}
	}
	return own
}

// String returns the share as the command line has it.
func (s shard) String() string { return fmt.Sprintf("%d/%d", s.number, s.count) }
