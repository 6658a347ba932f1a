package logto

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // an entity tag is not a secret; Logto's are SHA-1
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// answer is what a handler found: a status and a document, which for a list is
// one page of it.
type answer struct {
	status int
	body   any
	pages  *pages
	header http.Header // what the client is told beside the document
}

func ok(body any) (answer, error) { return answer{status: http.StatusOK, body: body}, nil }

func created(body any) (answer, error) { return answer{status: http.StatusCreated, body: body}, nil }

func noContent() (answer, error) { return answer{status: http.StatusNoContent}, nil }

// write sends the answer, or the error in place of it.
func (s *Server) write(w http.ResponseWriter, r *http.Request, a answer, err error) {
	if err != nil {
		a = s.failure(r, err)
	}
	maps.Copy(w.Header(), a.header)
	if a.pages != nil {
		a.pages.write(w.Header(), s.endpoint, r.URL)
	}
	if a.body == nil {
		writeBare(w, a.status)
		return
	}
	document, err := marshal(a.body)
	if err != nil {
		s.logger.ErrorContext(r.Context(), "sandbox logto: encoding an answer", "path", r.URL.Path, "error", err)
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return
	}
	if r.Method == http.MethodGet {
		tag := entityTag(document)
		w.Header().Set("ETag", tag)
		if a.status == http.StatusOK && strings.Contains(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(document)))
	w.WriteHeader(a.status)
	_, _ = w.Write(document)
}

// writeBare sends a status alone. Koa, which Logto stands on, fills the body
// with the text of the status, unless the status forbids a body.
func writeBare(w http.ResponseWriter, status int) {
	if status == http.StatusNoContent {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(http.StatusText(status)))
}

// failure turns an error into the answer that Logto gives for it.
func (s *Server) failure(r *http.Request, err error) answer {
	if refused, ok := errors.AsType[*requestError](err); ok {
		return answer{status: refused.status, body: refused}
	}
	if bare, ok := errors.AsType[*bareError](err); ok {
		return answer{status: bare.status, body: bare}
	}
	if refused, ok := errors.AsType[*oauth.Error](err); ok {
		return answer{status: refused.Status, body: refused.Answer(r)}
	}
	s.logger.ErrorContext(r.Context(), "sandbox logto: request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	return answer{status: http.StatusInternalServerError, body: unexplained()}
}

// marshal encodes as JSON.stringify does: <, > and & stay as they are.
func marshal(v any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// entityTag names a version of a document: its length and the start of its digest.
func entityTag(document []byte) string {
	digest := sha1.Sum(document) //nolint:gosec // see the import
	return fmt.Sprintf(`"%x-%s"`, len(document), base64.StdEncoding.EncodeToString(digest[:])[:27])
}
