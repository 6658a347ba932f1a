package secret

import (
	"encoding/base64"
	"encoding/json"
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
// quoted, URL-encoded and base64 form. The zero value knows none and is ready to use;
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
	r.sort()
}

// Learn makes the redactor know all secrets that another one knows.
func (r *Redactor) Learn(other *Redactor) {
	if r == other {
		return
	}
	other.mu.RLock()
	forms := slices.Clone(other.forms)
	other.mu.RUnlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, form := range forms {
		if !slices.Contains(r.forms, form) {
			r.forms = append(r.forms, form)
		}
	}
	r.sort()
}

// sort puts the longest forms first.
func (r *Redactor) sort() {
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

// encodings returns the forms in which a secret turns up in other texts.
func encodings(plain string) []string {
	query := url.QueryEscape(plain)
	return []string{
		plain,
		strings.Trim(strconv.Quote(plain), `"`), // as a Go error has it
		quotedJSON(plain),
		query,
		strings.ReplaceAll(query, "+", "%20"), // as Aliyun signs it
		lowerHex(query),
		url.PathEscape(plain),
		lowerHex(url.PathEscape(plain)),
		base64.StdEncoding.EncodeToString([]byte(plain)),
		base64.RawStdEncoding.EncodeToString([]byte(plain)),
		base64.URLEncoding.EncodeToString([]byte(plain)),
		base64.RawURLEncoding.EncodeToString([]byte(plain)),
	}
}

// quotedJSON is the inside of a JSON string that is safe in HTML, too: &, < and >
// are written as escapes.
func quotedJSON(plain string) string {
	encoded, err := json.Marshal(plain)
	if err != nil {
		return plain
	}
	return string(encoded[1 : len(encoded)-1])
}

// lowerHex writes the escapes of a URL in small letters, as other systems do.
func lowerHex(escaped string) string {
	var lower strings.Builder
	for at := 0; at < len(escaped); {
		if escaped[at] == '%' && at+3 <= len(escaped) {
			lower.WriteString(strings.ToLower(escaped[at : at+3]))
			at += 3
			continue
		}
		lower.WriteByte(escaped[at])
		at++
	}
	return lower.String()
}
