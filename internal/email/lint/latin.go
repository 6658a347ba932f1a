package lint

import "strings"

// functionWords returns for each language of Latin letters its small words,
// common in mails with codes and rare in names.
func functionWords() map[string]string {
	return map[string]string{
		"en": "the and your you this that is are was with for not if it we our to of in on from have did can please",
		"de": "der die das und ist sie ihr ihre ihren ihrem nicht mit für den dem ein eine einen wenn wir bitte haben sich zu auf von wird",
		"fr": "le la les et est vous votre vos ne pas avec pour ce cette un une des si nous dans de du sur veuillez avez",
		"es": "el la los las y es su tu sus no con para este esta un una si en de del usted por ha que correo",
		"it": "il lo la gli e è di tuo tua suo sua non con per questo questa un una se che hai ha della del nel si",
		"pt": "o os as e é seu sua você não com para este esta um uma se em de do da que por foi",
		"nl": "de het een en is uw je jouw niet met voor dit deze als wij we van op in te om heeft bij",
	}
}

// languageNames returns how the languages of functionWords are called.
func languageNames() map[string]string {
	return map[string]string{
		"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
	}
}

// otherLatin returns which of the languages a text is in, if it is certainly
// not in its own. Languages that are not in the table are not told.
func otherLatin(own string, words []string, enough evidence) (name string, found bool) {
	if _, known := languageNames()[own]; !known {
		return "", false
	}
	best, hits := bestLatin(words)
	if best == own || hits[best] < enough.words || hits[best] < 3*hits[own] {
		return "", false
	}
	return languageNames()[best], true
}

// latinName names the language of a text of Latin letters.
func latinName(words []string, enough evidence) string {
	best, hits := bestLatin(words)
	if hits[best] < min(2, enough.words) {
		return "a language of Latin letters"
	}
	return languageNames()[best]
}

// bestLatin counts the function words of each language.
func bestLatin(words []string) (best string, hits map[string]int) {
	times := make(map[string]int)
	for _, word := range words {
		times[strings.ToLower(word)]++
	}
	hits = make(map[string]int)
	for language, list := range functionWords() {
		for word := range strings.FieldsSeq(list) {
			hits[language] += times[word]
		}
	}
	for language, n := range hits {
		if n > hits[best] || n == hits[best] && language < best {
			best = language
		}
	}
	return best, hits
}
