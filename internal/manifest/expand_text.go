package manifest

import "errors"

// ExpandText fills the references of a single text, such as a value of the config
// file, by the rules of the files of this package: ${NAME} and ${NAME:-default},
// and $${ for a literal ${. The error says what is wrong with the first one that
// has no value; it holds neither the text nor a value.
func ExpandText(text string, lookup func(name string) (string, bool)) (string, error) {
	filled := expand(text, newDecoder(lookup).variable)
	for _, problem := range filled.problems {
		return "", errors.New(problem.message)
	}
	return filled.text, nil
}
