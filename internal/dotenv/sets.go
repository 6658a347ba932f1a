package dotenv

import "strings"

// Sets tells whether a line of the content gives the variable a value that is
// not empty.
func Sets(content, name string) bool {
	for _, entry := range entries(content) {
		parts := assignment.FindStringSubmatch(firstLine(entry))
		if parts != nil && parts[2] == name && strings.Trim(parts[4], " \t\"'") != "" {
			return true
		}
	}
	return false
}
