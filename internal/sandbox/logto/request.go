package logto

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// maxBody is the size of the largest request body that is read; koa-body's limit.
const maxBody = 1 << 20

// handler serves one route. The request is authorised already.
type handler func(r *http.Request) (answer, error)

// guardedBody reads the JSON body of a request, runs the guard over it, and
// hands what is left to the handler as a T, whose JSON form it has.
func guardedBody[T any](g guard, handle func(r *http.Request, body T) (answer, error)) handler {
	return func(r *http.Request) (answer, error) {
		value, err := readBody(r)
		if err != nil {
			return answer{}, err
		}
		guarded, found := g.run(value)
		if len(found) > 0 {
			return answer{}, invalidGuard("body", found)
		}
		body, err := convert[T](guarded)
		if err != nil {
			return answer{}, err
		}
		return handle(r, body)
	}
}

// convert gives a JSON value its type.
func convert[T any](value any) (T, error) {
	var typed T
	document, err := marshal(value)
	if err != nil {
		return typed, err
	}
	if err := json.Unmarshal(document, &typed); err != nil {
		return typed, fmt.Errorf("convert a JSON value to %T: %w", typed, err)
	}
	return typed, nil
}

// readBody reads the body as koa-body does: JSON strictly, a form as strings,
// text as one string, and anything else as an empty object.
func readBody(r *http.Request) (any, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	raw, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	// Logto loses this error on its way and answers 404; the sandbox says what is wrong.
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, &bareError{
			status:  http.StatusRequestEntityTooLarge,
			Message: fmt.Sprintf("request entity too large: the limit is %d bytes", tooLarge.Limit),
		}
	}
	if err != nil {
		return nil, &bareError{status: http.StatusBadRequest, Message: "request aborted"}
	}
	switch {
	case kind == "application/json" || strings.HasSuffix(kind, "+json"):
		return parseJSON(string(raw))
	case kind == "application/x-www-form-urlencoded":
		return parseForm(string(raw)), nil
	case strings.HasPrefix(kind, "text/"):
		return string(raw), nil
	default:
		return map[string]any{}, nil
	}
}

// parseForm reads a form. Keys that appear twice become arrays, as in the query.
func parseForm(raw string) any {
	values, _ := url.ParseQuery(raw) // a malformed pair is left out, the others count
	return queryObject(values)
}

// queryObject gives the query parameters the form in which guards see them.
func queryObject(values url.Values) map[string]any {
	object := make(map[string]any, len(values))
	for name, given := range values {
		if len(given) == 1 {
			object[name] = given[0]
			continue
		}
		several := make([]any, len(given))
		for i, one := range given {
			several[i] = one
		}
		object[name] = several
	}
	return object
}

// guardQuery checks the query parameters of a request.
func guardQuery(r *http.Request, g guard) (map[string]any, error) {
	guarded, found := g.run(queryObject(r.URL.Query()))
	if len(found) > 0 {
		return nil, invalidGuard("query", found)
	}
	object, _ := guarded.(map[string]any)
	return object, nil
}
