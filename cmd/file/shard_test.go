package file

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
)

func TestParseShard(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]shard{
		"": {}, "1/1": {1, 1}, "3/16": {3, 16}, "16/16": {16, 16}, "03/16": {3, 16}, "100000/100000": {100_000, 100_000},
	} {
		got, err := parseShard(text)
		if err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"0/16":         "of 16 shares, the first is 1/16 and the last 16/16",
		"17/16":        "of 16 shares, the first is 1/16 and the last 16/16",
		"3/0":          "there are 1 to 100000 shares",
		"1/100001":     "there are 1 to 100000 shares",
		"x":            `"x" is no share such as 3/16`,
		"3":            "is no share such as 3/16",
		"-1/16":        "is no share such as 3/16",
		"+1/16":        "is no share such as 3/16",
		"1/2/3":        "is no share such as 3/16",
		" 1/2":         "is no share such as 3/16",
		"1/9999999999": "is no share such as 3/16",
	} {
		_, err := parseShard(text)
		failure := cli.Describe(fmt.Errorf("%w", err))
		if exitcode.Of(err) != exitcode.Usage || !strings.Contains(failure.Message, want) || !strings.Contains(failure.Hint, "$((JOB_COMPLETION_INDEX + 1))/16") {
			t.Errorf("%q: %+v, want %q", text, failure, want)
		}
	}
}

func FuzzParseShard(f *testing.F) {
	for _, seed := range []string{"3/16", "0/0", "", "1/", "٣/16"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := parseShard(text)
		if err != nil || text == "" {
			return
		}
		if again, err := parseShard(parsed.String()); err != nil || again != parsed || parsed.number < 1 || parsed.number > parsed.count {
			t.Errorf("%q is %v, and that is %v, %v", text, parsed, again, err)
		}
	})
}

// Every tenant is in exactly one share, whatever their number and that of the
// shares; the shares differ by one tenant at most, and the order of the profiles
// does not matter.
func TestShard_of(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for tenants := range 60 {
		names := make([]string, tenants)
		for i := range names {
			names[i] = fmt.Sprintf("shop-%d", i)
		}
		for count := 1; count <= 25; count++ {
			var all []string
			least, most := tenants, 0
			for number := 1; number <= count; number++ {
				own := shard{number, count}.of(names)
				shuffled := slices.Clone(names)
				random.Shuffle(tenants, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
				other := shard{number, count}.of(shuffled)
				slices.Sort(other)
				if diff := cmp.Diff(slices.Sorted(slices.Values(own)), other); diff != "" {
					t.Fatalf("share %d/%d of %d depends on their order:\n%s", number, count, tenants, diff)
				}
				least, most = min(least, len(own)), max(most, len(own))
				all = append(all, own...)
			}
			slices.Sort(all)
			if diff := cmp.Diff(slices.Sorted(slices.Values(names)), all); diff != "" {
				t.Fatalf("%d shares of %d tenants (-tenants +shares):\n%s", count, tenants, diff)
			}
			if most-least > 1 {
				t.Fatalf("%d shares of %d tenants have %d to %d", count, tenants, least, most)
			}
		}
	}
}

func TestShard_of_all(t *testing.T) {
	t.Parallel()
	names := []string{"b", "a", "c"}
	if diff := cmp.Diff(names, shard{}.of(names)); diff != "" {
		t.Errorf("without a share (-all +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"c", "a"}, shard{1, 2}.of([]string{"c", "a", "b"})); diff != "" {
		t.Errorf("a share keeps the order of the profiles (-want +got):\n%s", diff)
	}
}
