package logto

import (
	"iter"
	"slices"
	"strings"
)

// userTable holds users, and finds them by id and by identifier without looking
// at them all.
type userTable struct {
	byID     map[string]*userRow
	byName   map[identifier][]*userRow // by the identifier in lower case; the first of several is the oldest
	all      []*userRow                // oldest first
	inserted int                       // rows so far, removed ones included
}

type userRow struct {
	user

	number int // in the order of insertion
}

func newUserTable() userTable {
	return userTable{byID: make(map[string]*userRow), byName: make(map[identifier][]*userRow)}
}

func (t *userTable) len() int { return len(t.all) }

// newest yields the users, the newest first.
func (t *userTable) newest() iter.Seq[user] {
	return func(yield func(user) bool) {
		for _, row := range slices.Backward(t.all) {
			if !yield(row.user) {
				return
			}
		}
	}
}

func (t *userTable) get(id string) (user, bool) {
	row, known := t.byID[id]
	if !known {
		return user{}, false
	}
	return row.user, true
}

// named returns the users who have the identifier, in any case.
func (t *userTable) named(by identifier) []*userRow { return t.byName[by.key()] }

// insert adds a user, whose id nobody else has.
func (t *userTable) insert(u user) {
	t.inserted++
	row := &userRow{user: u, number: t.inserted}
	t.all = append(t.all, row)
	t.byID[u.ID] = row
	t.index(row)
}

// update replaces the user of the same id.
func (t *userTable) update(u user) {
	if row, known := t.byID[u.ID]; known {
		t.unindex(row)
		row.user = u
		t.index(row)
	}
}

func (t *userTable) remove(id string) {
	row, known := t.byID[id]
	if !known {
		return
	}
	t.unindex(row)
	delete(t.byID, id)
	at, _ := slices.BinarySearchFunc(t.all, row.number, func(r *userRow, number int) int { return r.number - number })
	t.all = slices.Delete(t.all, at, at+1)
}

func (t *userTable) index(row *userRow) {
	for _, one := range row.identifiers() {
		rows := slices.Concat(t.byName[one.key()], []*userRow{row})
		slices.SortFunc(rows, func(a, b *userRow) int { return a.number - b.number })
		t.byName[one.key()] = rows
	}
}

func (t *userTable) unindex(row *userRow) {
	for _, one := range row.identifiers() {
		rows := slices.DeleteFunc(t.byName[one.key()], func(r *userRow) bool { return r == row })
		if t.byName[one.key()] = rows; len(rows) == 0 {
			delete(t.byName, one.key())
		}
	}
}

// identifiers are what the user can sign in by.
func (u user) identifiers() []identifier {
	return pendingProfile{
		Username: orEmpty(u.Username), PrimaryEmail: orEmpty(u.PrimaryEmail), PrimaryPhone: orEmpty(u.PrimaryPhone),
	}.identifiers()
}

// key is the identifier in lower case, as the lower function of the database
// writes it: nothing is folded that Unicode knows beyond that.
func (i identifier) key() identifier { return identifier{i.Type, strings.ToLower(i.Value)} }
