package logto

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// builtInLanguages are those into which Logto's sign-in pages are translated,
// and so the ones that a tenant can fall back to.
func builtInLanguages() []string {
	return []string{
		"ar", "cs", "de", "en", "es", "fa-IR", "fr", "it", "ja", "ko", "pl-PL", "pt-PT", "pt-BR", "ru", "th",
		"tr-TR", "uk-UA", "zh-CN", "zh-HK", "zh-TW",
	}
}

// isLanguageTag reports whether Logto knows a language by that tag, in any case.
func isLanguageTag(tag string) bool {
	return slices.ContainsFunc(languageTags(), func(known string) bool { return strings.EqualFold(known, tag) })
}

// defaultLanguage is spoken where nothing else fits.
const defaultLanguage = "en"

// wellFormedTag is what can be a language tag at all: a language, and subtags.
var wellFormedTag = regexp.MustCompile(`^([a-z]{2,3}|[a-z]{5,8})(-[a-z0-9]{1,8})*$`)

// language is the one in which the sign-in pages and their mails speak to a
// browser: the first that is there of those that the application asks for,
// those that the browser prefers, if the tenant cares, and the tenant's own.
func (e signInExperience) language(r *http.Request, uiLocales []string) (string, error) {
	info, err := column[struct {
		AutoDetect       bool   `json:"autoDetect"`
		FallbackLanguage string `json:"fallbackLanguage"`
	}](e, "languageInfo")
	wanted := slices.Clone(uiLocales)
	if info.AutoDetect {
		wanted = slices.Concat(wanted, r.URL.Query()["locale"], acceptedLanguages(r.Header))
	}
	for _, tag := range append(wanted, info.FallbackLanguage) {
		if found, ok := builtInLanguage(tag); ok {
			return found, err
		}
	}
	return defaultLanguage, err
}

// acceptedLanguages are those of the Accept-Language header, best first.
func acceptedLanguages(header http.Header) []string {
	type preference struct {
		tag     string
		quality float64
	}
	var preferences []preference
	for item := range strings.SplitSeq(strings.Join(header.Values("Accept-Language"), ","), ",") {
		tag, parameters, _ := strings.Cut(item, ";")
		one := preference{strings.TrimSpace(tag), 1}
		for parameter := range strings.SplitSeq(parameters, ";") {
			name, number, _ := strings.Cut(strings.TrimSpace(parameter), "=")
			if quality, err := strconv.ParseFloat(number, 64); name == "q" && err == nil {
				one.quality = quality
				break
			}
		}
		if one.tag != "" {
			preferences = append(preferences, one)
		}
	}
	slices.SortStableFunc(preferences, func(a, b preference) int { return cmp.Compare(b.quality, a.quality) })
	tags := make([]string, len(preferences))
	for i, one := range preferences {
		tags[i] = one.tag
	}
	return tags
}

// builtInLanguage finds a language by its tag, or the first of the same base:
// pt-PT for pt-AO.
func builtInLanguage(tag string) (string, bool) {
	tag = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	if !wellFormedTag.MatchString(tag) {
		return "", false
	}
	base := func(of string) string {
		language, _, _ := strings.Cut(strings.ToLower(of), "-")
		return language
	}
	index := slices.IndexFunc(builtInLanguages(), func(known string) bool { return strings.EqualFold(known, tag) })
	if index < 0 {
		index = slices.IndexFunc(builtInLanguages(), func(known string) bool { return base(known) == base(tag) })
	}
	if index < 0 {
		return "", false
	}
	return builtInLanguages()[index], true
}

func languageTags() []string {
	return []string{
		"af-ZA", "am-ET", "ar", "ar-AR", "as-IN", "az-AZ", "be-BY", "bg-BG", "bn-IN", "br-FR", "bs-BA", "ca-ES",
		"cb-IQ", "co-FR", "cs", "cs-CZ", "cx-PH", "cy-GB", "da-DK", "de", "de-DE", "el-GR", "en", "en-GB", "en-US",
		"eo-EO", "es", "es-ES", "es-419", "et-EE", "eu-ES", "fa-IR", "ff-NG", "fi", "fi-FI", "fo-FO", "fr", "fr-CA",
		"fr-FR", "fy-NL", "ga-IE", "gl-ES", "gn-PY", "gu-IN", "ha-NG", "he-IL", "hi-IN", "hr-HR", "ht-HT", "hu-HU",
		"hy-AM", "id-ID", "ik-US", "is-IS", "it", "it-IT", "iu-CA", "ja", "ja-JP", "ja-KS", "jv-ID", "ka-GE",
		"kk-KZ", "km-KH", "kn-IN", "ko", "ko-KR", "ku-TR", "ky-KG", "lo-LA", "lt-LT", "lv-LV", "mg-MG", "mk-MK",
		"ml-IN", "mn-MN", "mr-IN", "ms-MY", "mt-MT", "my-MM", "nb-NO", "ne-NP", "nl", "nl-BE", "nl-NL", "nn-NO",
		"or-IN", "pa-IN", "pl-PL", "ps-AF", "pt", "pt-BR", "pt-PT", "ro-RO", "ru", "ru-RU", "rw-RW", "sc-IT",
		"si-LK", "sk-SK", "sl-SI", "sn-ZW", "sq-AL", "sr-RS", "sv", "sv-SE", "sw-KE", "sy-SY", "sz-PL", "ta-IN",
		"te-IN", "tg-TJ", "th", "th-TH", "tl-PH", "tr", "tr-TR", "tt-RU", "tz-MA", "uk-UA", "ur-PK", "vi-VN", "zh",
		"zh-CN", "zh-HK", "zh-MO", "zh-TW", "zz-TR",
	}
}
