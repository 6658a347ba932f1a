package email

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// The part of JavaScript that shows in a rendered mail: reading a member of an
// object or array, inherited ones included, and turning a value into text.
// undefined and null, which render alike, are nil.

// function is a JavaScript function that an object has inherited; its value is
// its name.
type function string

// prototype is what all objects inherit from, the value of {{__proto__}}.
type prototype struct{}

// arrayPrototype is what all arrays inherit from. It is an empty array itself.
type arrayPrototype struct{}

// objectMethods are the names that every object has inherited, apart from
// constructor and __proto__.
var objectMethods = strings.Fields(`__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__
	hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf`)

// arrayMethods are the names that an array has inherited as well, as of
// Node.js 20.
var arrayMethods = strings.Fields(`at concat copyWithin entries every fill filter find findIndex findLast
	findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map pop push reduce
	reduceRight reverse shift slice some sort splice toReversed toSorted toSpliced unshift values with`)

// has is JavaScript's `name in object`.
func has(object map[string]any, name string) bool {
	_, own := object[name]
	return own || name == "constructor" || name == "__proto__" || slices.Contains(objectMethods, name)
}

// member returns a member of an object or array. Other values have none that
// Logto looks at, not even strings.
func member(value any, name string) any {
	switch value := plain(value).(type) {
	case map[string]any:
		if own, ok := value[name]; ok {
			return own
		}
		if name == "__proto__" {
			return prototype{}
		}
		return inherited(name, "Object")
	case []any:
		return element(value, name)
	case prototype:
		return inherited(name, "Object")
	case arrayPrototype:
		if name == "__proto__" {
			return prototype{}
		}
		return element(nil, name)
	default:
		return nil
	}
}

func element(array []any, name string) any {
	index, err := strconv.Atoi(name)
	switch {
	case name == "length":
		return float64(len(array))
	case name == "__proto__":
		return arrayPrototype{}
	case err == nil && strconv.Itoa(index) == name && 0 <= index && index < len(array):
		return array[index]
	case slices.Contains(arrayMethods, name):
		return function(name)
	default:
		return inherited(name, "Array")
	}
}

func inherited(name, constructor string) any {
	switch {
	case name == "constructor":
		return function(constructor)
	case slices.Contains(objectMethods, name):
		return function(name)
	default:
		return nil
	}
}

// toString is JavaScript's String(value ?? "").
func toString(value any) string {
	switch value := plain(value).(type) {
	case string:
		return value
	case bool:
		return strconv.FormatBool(value)
	case float64:
		return numberToString(value)
	case []any:
		elements := make([]string, len(value))
		for i, element := range value {
			elements[i] = toString(element)
		}
		return strings.Join(elements, ",")
	case map[string]any, prototype:
		return "[object Object]"
	case function:
		return "function " + string(value) + "() { [native code] }"
	default:
		return ""
	}
}

// numberToString leaves the digits to encoding/json, which writes numbers as
// ECMAScript does; only negative zero differs, and what JSON cannot say.
func numberToString(number float64) string {
	if number == 0 {
		return "0"
	}
	text, err := json.Marshal(number)
	if err != nil {
		return ""
	}
	return string(text)
}

// plain returns the value as encoding/json would decode it, so that a payload
// may hold integers and structs too.
func plain(value any) any {
	switch value.(type) {
	case nil, bool, float64, string, []any, map[string]any, function, prototype, arrayPrototype:
		return value
	}
	text, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	var decoded any
	if err := json.Unmarshal(text, &decoded); err != nil {
		return nil
	}
	return decoded
}
