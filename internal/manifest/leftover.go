package manifest

import (
	"regexp"
	"strings"
)

// leftovers are texts that stand where a value should have been put in: the
// sample values of Logto's own form (<access-key-id>), what a script prints for
// a variable that is not there, a redacted secret, the markers of other tools
// (##NAME##, %NAME%, YOUR_ACCESS_KEY), and notes to oneself.
var leftovers = regexp.MustCompile(`(?i)^\s*(` +
	`<[a-z0-9]+([-_ .][a-z0-9]+)+>|` +
	`undefined|null|none|nil|nan|\[object Object\]|` +
	`\[redacted\]|\(?redacted\)?|\*{3,}|x{4,}|\.{3}|` +
	`%[a-z_][a-z0-9_]*%|@@[a-z0-9_]+@@|` +
	`your[-_ ]?(aliyun[-_ ]?)?(access[-_ ]?key|secret|account[-_ ]?name|from[-_ ]?alias|region)[-_ a-z0-9]*|` +
	`(insert|enter|put|add|replace)[-_ ](me|this|your|here)[-_ a-z0-9]*|` +
	`change[-_ ]?me|to[-_ ]?do|tbd|fix[-_ ]?me|placeholder` +
	`)\s*$`)

// hashes is the one marker that is looked for anywhere in a text, on its own: the
// others are found or not at the beginning of a text, however long that is.
var hashes = regexp.MustCompile(`(?i)##[A-Z][A-Z0-9_]*##`)

// leftover says whether a text was never replaced by the value it stands for.
func leftover(text string) bool {
	return leftovers.MatchString(text) || strings.Contains(text, "##") && hashes.MatchString(text)
}
