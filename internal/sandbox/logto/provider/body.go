package provider

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"

	// maxForm is the size of the largest body that is read; Logto's limit.
	maxForm = 56 << 10
	// maxForwarded is that of the bodies that stand for a query, of which
	// something is kept: as long as a query can be.
	maxForwarded = 16 << 10
)

// ReadForm reads the body of a request to an OpenID endpoint into r.PostForm: a
// form, or the JSON object that Logto takes in place of one. Without a content
// type it is empty. Refusals are Logto's.
func ReadForm(w http.ResponseWriter, r *http.Request) error {
	r.PostForm = url.Values{}
	sent, err := readBody(w, r, maxForm)
	switch {
	case err != nil:
		return err
	case sent.kind != formType && sent.kind != jsonType && r.Header.Get("Content-Type") != "":
		return oauth.InvalidRequest("only " + formType + " content-type bodies are supported on " + r.Method + " " + oauth.RoutePath(r))
	}
	r.PostForm = sent.values
	return nil
}

// readForwarded returns the query of a GET, or the form of a POST that Logto
// makes a GET of. It does so with what a query can express; anything else has no route.
func readForwarded(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if r.Method != http.MethodPost {
		return r.URL.Query(), nil
	}
	sent, err := readBody(w, r, maxForwarded)
	if err != nil {
		return nil, err
	}
	if !sent.flat {
		return nil, oauth.UnrecognizedRoute(r)
	}
	return sent.values, nil
}

// body is what came with a request.
type body struct {
	kind   string // the media type
	values url.Values
	flat   bool // a query could say the same
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) (body, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		return body{}, oauth.InvalidRequest("failed to parse the request body")
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		return body{}, oauth.InvalidRequest("null bytes are not allowed in the request body")
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	sent := body{kind: kind, values: url.Values{}}
	switch kind {
	case formType:
		sent.values, sent.flat = parseForm(string(raw)), true
	case jsonType:
		sent.values, sent.flat = formOfJSON(raw)
	}
	return sent, nil
}

// parseForm reads a form. Unlike Go's parser it takes what is escaped wrongly as
// it is written, as Node's does.
func parseForm(raw string) url.Values {
	unescaped := func(text string) string {
		if plain, err := url.QueryUnescape(text); err == nil {
			return plain
		}
		return strings.ReplaceAll(text, "+", " ")
	}
	values := url.Values{}
	for pair := range strings.SplitSeq(raw, "&") {
		if name, value, _ := strings.Cut(pair, "="); pair != "" {
			values.Add(unescaped(name), unescaped(value))
		}
	}
	return values
}

// formOfJSON writes a JSON object as a form. What a form cannot express becomes
// empty, and makes the object not flat; so do lists of less than two, which
// would come back as something else.
func formOfJSON(raw []byte) (values url.Values, flat bool) {
	values = url.Values{}
	var document any
	_ = json.Unmarshal(raw, &document) // what is malformed is nothing
	object, flat := document.(map[string]any)
	for name, value := range object {
		several, isList := value.([]any)
		if !isList {
			several = []any{value}
		}
		flat = flat && (!isList || len(several) > 1)
		for _, one := range several {
			text, isScalar := scalar(one)
			flat = flat && isScalar
			values.Add(name, text)
		}
	}
	return values, flat
}

// scalar writes a JSON value as JavaScript does.
func scalar(value any) (text string, isScalar bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case bool:
		return strconv.FormatBool(value), true
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), true
	default:
		return "", false
	}
}
