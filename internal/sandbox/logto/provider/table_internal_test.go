package provider

import (
	"strconv"
	"testing"
	"time"
)

// TestTable_room: what has expired leaves the memory, and the oldest when it is full.
func TestTable_room(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	kept := newTable[int](3)
	for i := range 5 {
		kept.put(strconv.Itoa(i), i, now, time.Minute)
	}
	if _, ok := kept.get("1", now); ok || len(kept.rows) != 3 {
		t.Errorf("%d rows", len(kept.rows))
	}
	now = now.Add(30 * time.Second)
	kept.put("4", 44, now, time.Minute)
	now = now.Add(30 * time.Second)
	kept.put("5", 5, now, time.Minute)
	if value, ok := kept.get("4", now); !ok || value != 44 || len(kept.rows) != 2 || kept.age.Len() != 2 {
		t.Errorf("%d rows, %d", len(kept.rows), value)
	}
}
