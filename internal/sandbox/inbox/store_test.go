package inbox_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newStore() *inbox.Store { return inbox.NewStore(func() time.Time { return noon }) }

func ids(messages []inbox.Message) []string {
	list := make([]string, len(messages))
	for i, m := range messages {
		list[i] = m.ID
	}
	return list
}

func TestStore_Add(t *testing.T) {
	t.Parallel()
	store := newStore()
	store.Add(inbox.Message{To: "a@example.com", HTML: "<p>Code <b>123456</b></p>"})
	store.Add(inbox.Message{To: "b@example.com", HTML: "<p>Code 123456</p>", Text: "Code 654321", ReceivedAt: noon.Add(-time.Hour)})
	want := []inbox.Message{
		{ID: "2", ReceivedAt: noon.Add(-time.Hour), To: "b@example.com", HTML: "<p>Code 123456</p>", Text: "Code 654321", Code: "654321"},
		{ID: "1", ReceivedAt: noon, To: "a@example.com", HTML: "<p>Code <b>123456</b></p>", Text: "Code 123456", Code: "123456"},
	}
	if diff := cmp.Diff(want, store.List(inbox.Filter{})); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

func TestStore_List(t *testing.T) {
	t.Parallel()
	store := newStore()
	for _, to := range []string{"a@example.com", "b@example.com", "A@Example.com"} {
		store.Add(inbox.Message{To: to})
	}
	for _, test := range []struct {
		filter inbox.Filter
		want   []string
	}{
		{inbox.Filter{}, []string{"3", "2", "1"}},
		{inbox.Filter{To: "a@example.com"}, []string{"3", "1"}},
		{inbox.Filter{To: "a@example.com", After: 1}, []string{"3"}},
		{inbox.Filter{After: 3}, []string{}},
		{inbox.Filter{To: "a@example"}, []string{}},
	} {
		if diff := cmp.Diff(test.want, ids(store.List(test.filter))); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.filter, diff)
		}
	}
}

func TestStore_Get(t *testing.T) {
	t.Parallel()
	store := newStore()
	store.Add(inbox.Message{Subject: "one"})
	store.Add(inbox.Message{Subject: "two"})
	if got, found := store.Get("1"); !found || got.Subject != "one" {
		t.Errorf("Get(1) = %+v, %v", got, found)
	}
	if got, found := store.Get("3"); found {
		t.Errorf("Get(3) = %+v", got)
	}
}

// TestStore_search looks into all that a person may remember of a mail.
func TestStore_search(t *testing.T) {
	t.Parallel()
	store := newStore()
	store.Add(inbox.Message{To: "Ärzte@example.com", From: "noreply@mail.example.com", FromAlias: "Praxis", Subject: "Ihr Code", Text: "Der Code ist 495172."})
	store.Add(inbox.Message{To: "xiaoming@example.cn", From: "noreply@mail.example.com", FromAlias: "书店", Subject: "验证码", HTML: "<p>您的验证码是<b>771204</b></p>", Tag: "news", RequestID: "AB-12", EnvID: "600642"})
	for search, want := range map[string][]string{
		"":                   {"2", "1"},
		"  ":                 {"2", "1"},
		"NOREPLY":            {"2", "1"},
		"ärzte":              {"1"},
		"praxis":             {"1"},
		"ihr":                {"1"},
		"495172":             {"1"},
		"code ist ÄRZTE":     {"1"},
		"书店":                 {"2"},
		"验证码是":               {"2"},
		"771204":             {"2"},
		"news":               {"2"},
		"ab-12":              {"2"},
		"600642":             {"2"},
		"praxis 771204":      {},
		"<b>":                {},
		"xiaoming@nowhere":   {},
		"example.cn noreply": {"2"},
	} {
		if diff := cmp.Diff(want, ids(store.List(inbox.Filter{Search: search}))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", search, diff)
		}
	}
	if diff := cmp.Diff([]string{}, ids(store.List(inbox.Filter{Search: "noreply", To: "xiaoming@example.cn", After: 2}))); diff != "" {
		t.Errorf("with other conditions (-want +got):\n%s", diff)
	}
}

func TestStore_Summaries(t *testing.T) {
	t.Parallel()
	store := newStore()
	store.Add(inbox.Message{
		From: "noreply@mail.example.com", FromAlias: "书店", To: "you@example.com",
		Subject: strings.Repeat("长", 301), Text: " Your\n\ncode\t123456 " + strings.Repeat("字", 200),
	})
	want := []inbox.Summary{{
		ID: "1", ReceivedAt: noon, From: "noreply@mail.example.com", FromAlias: "书店", To: "you@example.com",
		Subject: strings.Repeat("长", 300) + "…", Excerpt: "Your code 123456 " + strings.Repeat("字", 160-19) + "…", Code: "123456",
	}}
	if diff := cmp.Diff(want, store.Summaries(inbox.Filter{})); diff != "" {
		t.Errorf("summaries (-want +got):\n%s", diff)
	}
}

func TestStore_Delete(t *testing.T) {
	t.Parallel()
	store := newStore()
	for range 3 {
		store.Add(inbox.Message{})
	}
	if !store.Delete("2") || store.Delete("2") || store.Delete("9") || store.Delete("") {
		t.Error("Delete() tells the wrong thing")
	}
	if diff := cmp.Diff([]string{"3", "1"}, ids(store.List(inbox.Filter{}))); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

func TestStore_Clear(t *testing.T) {
	t.Parallel()
	store := newStore()
	store.Add(inbox.Message{})
	store.Clear()
	if got := store.List(inbox.Filter{}); len(got) != 0 {
		t.Errorf("after Clear: %v", got)
	}
	store.Add(inbox.Message{})
	if diff := cmp.Diff([]string{"2"}, ids(store.List(inbox.Filter{}))); diff != "" {
		t.Errorf("ids are used again (-want +got):\n%s", diff)
	}
}

func TestStore_bounds(t *testing.T) {
	t.Parallel()
	count := newStore()
	for range 510 {
		count.Add(inbox.Message{})
	}
	kept := count.List(inbox.Filter{})
	if len(kept) != 500 || kept[0].ID != "510" || kept[499].ID != "11" {
		t.Errorf("%d messages from %s to %s are kept", len(kept), kept[0].ID, kept[len(kept)-1].ID)
	}

	size := newStore() // of which a subject takes two bytes a letter, one for searches
	for range 5 {
		size.Add(inbox.Message{Subject: strings.Repeat("x", 5<<20)})
	}
	if diff := cmp.Diff([]string{"5", "4", "3"}, ids(size.List(inbox.Filter{}))); diff != "" {
		t.Errorf("of 5 MiB each are kept (-want +got):\n%s", diff)
	}
	size.Add(inbox.Message{Subject: strings.Repeat("x", 40<<20)})
	if diff := cmp.Diff([]string{"6"}, ids(size.List(inbox.Filter{}))); diff != "" {
		t.Errorf("beside one of 40 MiB are kept (-want +got):\n%s", diff)
	}
}

func TestStore_Changed(t *testing.T) {
	t.Parallel()
	store := newStore()
	for name, change := range map[string]func(){
		"Add": func() { store.Add(inbox.Message{}) },
		"Delete": func() {
			store.Add(inbox.Message{})
			store.Delete(store.List(inbox.Filter{})[0].ID)
		},
		"Clear": store.Clear,
	} {
		changed := store.Changed()
		select {
		case <-changed:
			t.Fatalf("closed before %s", name)
		default:
		}
		change()
		select {
		case <-changed:
		default:
			t.Errorf("not closed after %s", name)
		}
	}
}

func TestStore_concurrent(t *testing.T) {
	t.Parallel()
	store := newStore()
	var group sync.WaitGroup
	for range 50 {
		changed := store.Changed()
		group.Go(func() {
			store.Add(inbox.Message{})
			store.List(inbox.Filter{})
			<-changed // by this very Add at the latest
		})
	}
	group.Wait()
	if got := store.List(inbox.Filter{}); len(got) != 50 || got[0].ID != "50" {
		t.Errorf("%d messages are kept, the newest is %s", len(got), got[0].ID)
	}
}
