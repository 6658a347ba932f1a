package policy

import (
	"slices"
	"strings"
)

// shortestRun is the length from which a repetition or a sequence counts.
const shortestRun = 3

// phraseKind finds phrases of one kind at the start of a text.
type phraseKind struct {
	rule   PasswordRule
	prefix func(text []rune) int // the length of the phrase, or 0
}

// phrases are the kinds that the policy restricts, in the order in which they are reported.
func (p Password) phrases(owner Owner) []phraseKind {
	var kinds []phraseKind
	if on(p.Rejects.RepetitionAndSequence) {
		kinds = append(kinds, phraseKind{PasswordRepetition, repetition}, phraseKind{PasswordSequence, sequence(sequences())})
	}
	if len(p.Rejects.Words) > 0 {
		kinds = append(kinds, phraseKind{PasswordWords, longestWord(p.Rejects.Words)})
	}
	if on(p.Rejects.UserInfo) {
		kinds = append(kinds, phraseKind{PasswordUserInfo, longestWord(owner.words())})
	}
	return kinds
}

// words are the names of the owner as somebody would type them.
func (o Owner) words() []string {
	words := []string{o.Name, strings.Join(strings.Fields(o.Name), ""), o.Username, o.Phone}
	words = append(words, strings.Fields(o.Name)...)
	local, _, _ := strings.Cut(o.Email, "@")
	return append(words, local)
}

// longestWord finds the longest of the words, in any case.
func longestWord(words []string) func(text []rune) int {
	lowered := make([][]rune, len(words))
	for i, word := range words {
		lowered[i] = []rune(strings.ToLower(word))
	}
	return func(text []rune) int {
		longest := 0
		for _, word := range lowered {
			if len(word) > longest && len(word) <= len(text) && strings.ToLower(string(text[:len(word)])) == string(word) {
				longest = len(word)
			}
		}
		return longest
	}
}

// repetition is the length of a run of one character.
func repetition(text []rune) int {
	size := slices.IndexFunc(text, func(char rune) bool { return char != text[0] })
	if size < 0 {
		size = len(text)
	}
	return run(size)
}

// sequence is the length of a run along one of the lines.
func sequence(lines []string) func(text []rune) int {
	return func(text []rune) int {
		size := 1
		for size < len(text) && slices.ContainsFunc(lines, func(line string) bool {
			return strings.Contains(line, string(text[:size+1]))
		}) {
			size++
		}
		return run(size)
	}
}

// run drops a run that is too short to count.
func run(size int) int {
	if size < shortestRun {
		return 0
	}
	return size
}

// sequences are the alphabet, the digits, and the rows and columns of a
// keyboard, forwards and backwards, in both cases.
func sequences() []string {
	lines := []string{
		"0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
		"1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol",
	}
	for _, line := range slices.Clone(lines) {
		reversed := []rune(line)
		slices.Reverse(reversed)
		lines = append(lines, string(reversed), strings.ToUpper(line), strings.ToUpper(string(reversed)))
	}
	return lines
}
