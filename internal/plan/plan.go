// Package plan compares what a tenant has with what the user wants and says
// what would have to change. It is pure: it reads nothing and sends nothing.
// Live state comes in as the types of pkg/logtoadmin and pkg/aliyundm, the changes
// go out with the request that would make them, and internal/provision carries
// them out.
package plan

import (
	"cmp"
	"reflect"
	"slices"
)

// Status says what happened, or would happen, to one object.
type Status string

// The statuses that scripts rely on.
const (
	Created   Status = "created"
	Updated   Status = "updated"
	Unchanged Status = "unchanged"
	Replaced  Status = "replaced"
	Deleted   Status = "deleted"
	// Waiting is an object that is there and not ready: what is left has to happen
	// outside, such as DNS records that somebody sets.
	Waiting Status = "waiting"
)

// Field is one difference between the live object and the wanted one. Path
// uses the service's own names, such as "oidcClientMetadata.redirectUris".
type Field struct {
	Path string `json:"path"`
	From any    `json:"from,omitempty"`
	To   any    `json:"to,omitempty"`
}

// statusOf tells an update from nothing to do.
func statusOf(fields []Field) Status {
	if len(fields) == 0 {
		return Unchanged
	}
	return Updated
}

// compare appends a field when the two values differ. An absent list and an
// empty one are the same: the server makes no difference between them.
func compare(fields []Field, path string, from, to any) []Field {
	if reflect.DeepEqual(from, to) || (isEmptyList(from) && isEmptyList(to)) {
		return fields
	}
	return append(fields, Field{Path: path, From: from, To: to})
}

func isEmptyList(value any) bool {
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Slice && v.Len() == 0
}

// sameSet tells whether two lists hold the same values; the order of URIs
// carries no meaning at Logto.
func sameSet[T cmp.Ordered](a, b []T) bool {
	return slices.Equal(slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b))))
}

// filter returns the live objects to keep and leaves the list itself alone.
func filter[T any](live []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(live), func(object T) bool { return !keep(object) })
}
