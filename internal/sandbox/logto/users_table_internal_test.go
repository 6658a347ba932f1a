package logto

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func named(id, name, email string) user {
	return user{ID: id, Username: orNull(name), PrimaryEmail: orNull(email)}
}

func (t *userTable) ids(by identifier) []string {
	var ids []string
	for _, row := range t.named(by) {
		ids = append(ids, row.ID)
	}
	return ids
}

func TestUserTable(t *testing.T) {
	t.Parallel()
	users := newUserTable()
	for _, u := range []user{named("a", "Heron", "A@x.test"), named("b", "heron", ""), named("c", "", "")} {
		users.insert(u)
	}
	heron := identifier{usernameIdentifier, "HERON"}
	expect := func(by identifier, want ...string) {
		t.Helper()
		if got := users.ids(by); !slices.Equal(want, got) {
			t.Errorf("%v: %v, want %v", by, got, want)
		}
	}
	expect(heron, "a", "b")
	expect(identifier{emailIdentifier, "a@X.TEST"}, "a")
	expect(identifier{phoneIdentifier, "heron"})

	users.update(named("a", "egret", ""))
	expect(heron, "b")
	expect(identifier{emailIdentifier, "a@x.test"})
	users.update(named("a", "heron", "b@x.test"))
	expect(heron, "a", "b") // by age, not by change
	users.update(named("nobody", "heron", ""))
	expect(heron, "a", "b")

	users.remove("b")
	users.remove("b")
	expect(heron, "a")
	if _, known := users.get("b"); known || users.len() != 2 {
		t.Errorf("%d users left", users.len())
	}
	users.insert(named("d", "", ""))
	users.remove("a")
	users.remove("c")
	var left []string
	for u := range users.newest() {
		left = append(left, u.ID)
	}
	if !slices.Equal(left, []string{"d"}) || len(users.byName) != 0 {
		t.Errorf("left %v, %v", left, users.byName)
	}
}

// TestUserByIdentifier_long: a long identifier is not compared with every user's,
// which took seconds with the whole tenant waiting.
func TestUserByIdentifier_long(t *testing.T) { //nolint:paralleltest // counts allocations, which must be its own
	held := tenant{experience: initialSignInExperience(), users: newUserTable()}
	for i := range 1000 {
		held.users.insert(named(fmt.Sprint(i), fmt.Sprintf("user%d", i), fmt.Sprintf("user%d@x.test", i)))
	}
	for _, kind := range []string{emailIdentifier, usernameIdentifier, phoneIdentifier} {
		for _, length := range []int{100, 1 << 20} {
			by := identifier{kind, strings.Repeat("X", length)}
			if cost := testing.AllocsPerRun(1, func() { held.userByIdentifier(by) }); cost > 100 {
				t.Errorf("%s of %d: %v allocations", kind, length, cost)
			}
		}
	}
	if found, known := held.userByIdentifier(identifier{emailIdentifier, "USER7@x.test"}); !known || found.ID != "7" {
		t.Errorf("found %q", found.ID)
	}
}

func TestKeepCode_bound(t *testing.T) {
	t.Parallel()
	var held tenant
	for i := range maxCodes + 10 {
		held.keepCode(verificationCode{recipient: fmt.Sprint(i)})
	}
	held.keepCode(verificationCode{recipient: "10", code: "new"})
	last := held.codes[len(held.codes)-1]
	if len(held.codes) != maxCodes || held.codes[0].recipient != "11" || last.recipient != "10" || last.code != "new" {
		t.Errorf("%d codes from %+v to %+v", len(held.codes), held.codes[0], last)
	}
}
