package manifest

// shape says what a value of a logtoctl.yaml looks like. The decoder checks
// files against it and the JSON schema is written from it, so the two cannot
// differ.
type shape struct {
	kind Kind
	// about is the description for the schema.
	about string
	// standard is the default for the schema, as JSON.
	standard string
	// words are what a string is one of; none means any text.
	words []string
	// least and most bound a number.
	least, most int
	// fields are the keys of an object.
	fields []field
	// each is what the elements of an array, or the values of an object without
	// fields, look like.
	each *shape
	// other is what the value may look like instead.
	other *shape
	// delegated says that another decoder checks what is inside.
	delegated bool
}

// field is a key of an object and its value.
type field struct {
	key string
	// required says that the object must have it once all overlays are merged.
	required bool
	shape
}

func required(key string, s shape) field { return field{key: key, required: true, shape: s} }

func optional(key string, s shape) field { return field{key: key, shape: s} }

func object(about string, fields ...field) shape {
	return shape{kind: KindObject, about: about, fields: fields}
}

func mapOf(about string, each shape) shape {
	return shape{kind: KindObject, about: about, each: &each}
}

func listOf(about string, each shape) shape {
	return shape{kind: KindArray, about: about, each: &each}
}

func text(about string) shape { return shape{kind: KindString, about: about} }

func word(about string, words ...string) shape {
	return shape{kind: KindString, about: about, words: words}
}

func words[T ~string](values ...T) []string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = string(value)
	}
	return texts
}

func boolean(about string) shape { return shape{kind: KindBool, about: about} }

func number(about string, least, most int) shape {
	return shape{kind: KindNumber, about: about, least: least, most: most}
}

// by adds the default.
func (s shape) by(standard string) shape {
	s.standard = standard
	return s
}

// or adds what the value may look like instead.
func (s shape) or(other shape) shape {
	s.other = &other
	return s
}

// delegated leaves what is inside to another decoder.
func delegated(s shape) shape {
	s.delegated = true
	if s.other != nil {
		other := delegated(*s.other)
		s.other = &other
	}
	return s
}

// keys returns the keys of an object.
func keys(fields []field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.key
	}
	return names
}
