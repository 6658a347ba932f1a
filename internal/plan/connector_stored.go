package plan

import "reflect"

// sameStored tells whether the server would keep the same for both values: it
// drops empty texts, lists and objects from a connector's configuration, at any
// depth, so that one of them and nothing at all are no difference.
func sameStored(a, b any) bool { return reflect.DeepEqual(stored(a), stored(b)) }

// stored returns what the server keeps of a value, nil when that is nothing.
func stored(value any) any {
	switch value := value.(type) {
	case string:
		if value == "" {
			return nil
		}
	case map[string]any:
		kept := map[string]any{}
		for key, member := range value {
			if member = stored(member); member != nil {
				kept[key] = member
			}
		}
		if len(kept) == 0 {
			return nil
		}
		return kept
	case []any:
		var kept []any
		for _, element := range value {
			if element = stored(element); element != nil {
				kept = append(kept, element)
			}
		}
		if len(kept) == 0 {
			return nil
		}
		return kept
	}
	return value
}
