package provider

import (
	"container/list"
	"time"
)

// table holds things that expire, by their key. When it is full the oldest
// makes room, so that no client can make it grow.
type table[T any] struct {
	limit int
	rows  map[string]*list.Element
	age   *list.List // of row[T], oldest first
}

type row[T any] struct {
	key     string
	value   T
	expires time.Time
}

func newTable[T any](limit int) table[T] {
	return table[T]{limit: limit, rows: make(map[string]*list.Element), age: list.New()}
}

// put adds a value, or replaces the one that had its key. The oldest ones make
// room as soon as they have expired.
func (t *table[T]) put(key string, value T, now time.Time, ttl time.Duration) {
	t.remove(key)
	for oldest := t.age.Front(); oldest != nil; oldest = t.age.Front() {
		r, ok := oldest.Value.(row[T])
		if !ok || now.Before(r.expires) && t.age.Len() < t.limit {
			break
		}
		t.remove(r.key)
	}
	t.rows[key] = t.age.PushBack(row[T]{key: key, value: value, expires: now.Add(ttl)})
}

// get returns the value of a key unless it has expired.
func (t *table[T]) get(key string, now time.Time) (T, bool) {
	if element, found := t.rows[key]; found {
		if r, ok := element.Value.(row[T]); ok && now.Before(r.expires) {
			return r.value, true
		}
	}
	var none T
	return none, false
}

func (t *table[T]) remove(key string) {
	if element, found := t.rows[key]; found {
		t.age.Remove(element)
		delete(t.rows, key)
	}
}

// removeAll removes the values that the function picks.
func (t *table[T]) removeAll(picked func(T) bool) {
	for key, element := range t.rows {
		if r, ok := element.Value.(row[T]); ok && picked(r.value) {
			t.remove(key)
		}
	}
}
