package secret

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// shortest is the length in bytes below which a secret is not searched for:
// replacing every "a" in a text would hide the text and protect nothing.
const shortest = 4

// Redactor replaces the secrets it has been told about in any text, in plain,
// URL-encoded and base64 form. The zero value knows none and is ready to use;
// it may be used from several goroutines.
type Redactor struct {
	mu    sync.RWMutex
	forms []string // longest first, so that a secret inside another does not tear it
}

// Add makes the redactor know more secrets. Secrets shorter than four bytes
// are left out, because they would match everywhere.
func (r *Redactor) Add(secrets ...Text) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		if len(s) < shortest {
			continue
		}
		for _, form := range encodings(s.Reveal()) {
			if !slices.Contains(r.forms, form) {
				r.forms = append(r.forms, form)
			}
		}
	}
	slices.SortFunc(r.forms, func(a, b string) int { return len(b) - len(a) })
}

// Redact returns the text with every known secret replaced by [Redacted].
func (r *Redactor) Redact(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, form := range r.forms {
		text = strings.ReplaceAll(text, form, Redacted)
	}
	return text
}

func encodings(plain string) []string {
	return []string{
		plain,
		strings.Trim(strconv.Quote(plain), `"`), // as a JSON string or a Go error has it
		url.QueryEscape(plain),
		url.PathEscape(plain),
		base64.StdEncoding.EncodeToString([]byte(plain)),
		base64.RawStdEncoding.EncodeToString([]byte(plain)),
		base64.URLEncoding.EncodeToString([]byte(plain)),
		base64.RawURLEncoding.EncodeToString([]byte(plain)),
	}
}
