package aliyundm

import "strings"

// family is a group of codes that Direct Mail builds by rule out of the name of a
// parameter or an object.
type family struct {
	prefix, suffix string
	explanation    func(name string) Explanation
}

// families are tried in this order: "InvalidTagNumber.Malformed" is about a
// number before it is about a form, and "InvalidTagDeleteNumber.Malformed" is
// about deletions before it is about what there is.
func families() []family {
	return []family{
		{"Missing", "", func(name string) Explanation {
			return Explanation{
				"The request lacks the mandatory parameter " + name + ".",
				"Give the parameter a value that is not empty.",
			}
		}},
		{"Invalid", "DeleteNumber.Malformed", func(name string) Explanation {
			return Explanation{
				"The account has used up what it may delete of " + name + " for now; of sender addresses that is ten a month.",
				"Wait for the next month, and leave what is not needed where it is: it does no harm.",
			}
		}},
		{"Invalid", "Number.Malformed", func(name string) Explanation {
			return Explanation{
				"The account has reached its limit for " + name + ".",
				"Delete what is not needed in the Direct Mail console, wait if the limit is one of a day or a month, or ask for a higher quota in a ticket.",
			}
		}},
		{"Invalid", ".Duplicate", func(name string) Explanation {
			return Explanation{
				"The value of " + name + " is taken: such an object is already in this account.",
				"Use the existing one, or choose another value.",
			}
		}},
		{"Invalid", ".NotFound", func(name string) Explanation {
			return Explanation{
				"The object that " + name + " names does not exist in this account and region.",
				"Compare it with the Direct Mail console, and check the region: each one has its own objects.",
			}
		}},
		{"Invalid", ".Malformed", func(name string) Explanation {
			return Explanation{
				"The value of " + name + " is not accepted: its form, its length or the state of what it names is wrong.",
				"Correct the value; the message says more.",
			}
		}},
	}
}

// explainFamily explains a code by its family.
func explainFamily(code string) (Explanation, bool) {
	for _, family := range families() {
		if name := family.name(code); name != "" {
			return family.explanation(name), true
		}
	}
	return Explanation{}, false
}

// name returns what a code of the family is about, or nothing if it is not one.
func (f family) name(code string) string {
	start, end := len(f.prefix), len(code)-len(f.suffix)
	if start >= end || !strings.EqualFold(code[:start], f.prefix) || !strings.EqualFold(code[end:], f.suffix) {
		return ""
	}
	if name := code[start:end]; !strings.ContainsFunc(name, notInWord) {
		return name
	}
	return ""
}

func notInWord(r rune) bool { return notInName(r) || strings.ContainsRune("._-:", r) }
