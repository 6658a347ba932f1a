package inbox

import "strings"

// haystack is what searches look into: all that a person may remember of a
// mail, in lower case.
func haystack(m Message) string {
	return strings.ToLower(strings.Join([]string{
		m.To, m.From, m.FromAlias, m.Subject, m.Code, m.Tag, m.RequestID, m.EnvID, m.Text,
	}, "\n"))
}

// searchWords are the words that a haystack must have.
func searchWords(search string) []string { return strings.Fields(strings.ToLower(search)) }
