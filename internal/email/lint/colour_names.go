package lint

import "strings"

// namedColour knows the sixteen names of HTML 4, which mail programs know too,
// and the greys and others that are common in mails.
func namedColour(name string) (colour, bool) {
	name = strings.ToLower(name)
	for _, known := range [...]struct{ name, digits string }{
		{"black", "000"},
		{"silver", "c0c0c0"},
		{"gray", "808080"},
		{"white", "fff"},
		{"maroon", "800000"},
		{"red", "f00"},
		{"purple", "800080"},
		{"fuchsia", "f0f"},
		{"green", "008000"},
		{"lime", "0f0"},
		{"olive", "808000"},
		{"yellow", "ff0"},
		{"navy", "000080"},
		{"blue", "00f"},
		{"teal", "008080"},
		{"aqua", "0ff"},
		{"grey", "808080"},
		{"darkgray", "a9a9a9"},
		{"darkgrey", "a9a9a9"},
		{"dimgray", "696969"},
		{"dimgrey", "696969"},
		{"lightgray", "d3d3d3"},
		{"lightgrey", "d3d3d3"},
		{"gainsboro", "dcdcdc"},
		{"whitesmoke", "f5f5f5"},
		{"snow", "fffafa"},
		{"ivory", "fffff0"},
		{"beige", "f5f5dc"},
		{"orange", "ffa500"},
		{"gold", "ffd700"},
		{"pink", "ffc0cb"},
		{"brown", "a52a2a"},
		{"crimson", "dc143c"},
		{"tomato", "ff6347"},
		{"coral", "ff7f50"},
		{"cyan", "0ff"},
		{"magenta", "f0f"},
		{"indigo", "4b0082"},
		{"darkblue", "00008b"},
		{"lightblue", "add8e6"},
		{"darkgreen", "006400"},
		{"lightgreen", "90ee90"},
		{"darkred", "8b0000"},
		{"slategray", "708090"},
		{"slategrey", "708090"},
		{"transparent", "0000"},
	} {
		if known.name == name {
			return hexColour(known.digits)
		}
	}
	return colour{}, false
}
