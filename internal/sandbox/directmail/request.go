package directmail

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// maxBody is the size in bytes at which a request body is refused. Mails of
// 8 MB, the largest that Direct Mail takes, grow by their form encoding.
const maxBody = 16 << 20

// request is one RPC call: an HTTP request with its body read and its
// parameters collected from wherever the client put them.
type request struct {
	method      string
	host        string
	header      http.Header
	query       url.Values
	parameters  url.Values // of query and form together, as the gateway merges them
	body        []byte     // without the framing of the connection
	contentType string
	id          string // RequestId of the answer
	region      string
}

// readRequest collects what a call consists of. It fails when the body is too
// large, or when query or form cannot be decoded.
func readRequest(r *http.Request, id string) (*request, error) {
	call := &request{method: r.Method, host: r.Host, header: r.Header, contentType: r.Header.Get("Content-Type"), id: id}
	call.region = regionOf(r.Host, "")
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return call, errInvalidParameter("the query string cannot be decoded")
	}
	query = detached(query)
	call.query, call.parameters = query, query
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return call, bodyError(err)
	}
	call.body = body
	if isForm(call.contentType) {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return call, errInvalidParameter("the form body cannot be decoded")
		}
		call.parameters = merge(query, detached(form))
	}
	call.region = regionOf(r.Host, call.parameters.Get("RegionId"))
	return call, nil
}

// detached copies names and values, which are parts of the query or the body
// wherever nothing in them was escaped. What the account or a log keeps of a
// request would otherwise keep all of it in memory, a whole mail for a tag.
func detached(values url.Values) url.Values {
	copied := make(url.Values, len(values))
	for name, list := range values {
		own := make([]string, len(list))
		for i, value := range list {
			own[i] = strings.Clone(value)
		}
		copied[strings.Clone(name)] = own
	}
	return copied
}

func bodyError(err error) error {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return errRequestTooLarge()
	}
	return errInvalidParameter("the request body ended early")
}

// action is the operation asked for. Under ACS3 it stands in a header, which
// is signed; under HMAC-SHA1 only the parameter is signed, and the header that
// the SDKs send along must not override it.
func (r *request) action() string { return r.named(headerAction, "Action") }

func (r *request) version() string { return r.named(headerVersion, "Version") }

func (r *request) named(header, parameter string) string {
	first, second := r.parameters.Get(parameter), r.header.Get(header)
	if r.isACS3() {
		first, second = second, first
	}
	if first != "" {
		return first
	}
	return second
}

func (r *request) isACS3() bool {
	return strings.HasPrefix(r.header.Get("Authorization"), "ACS3-")
}

// wantsJSON tells the format of the answer. ACS3 always answers JSON; the
// older scheme answers XML to everyone who does not ask for JSON.
func (r *request) wantsJSON() bool {
	return r.isACS3() || strings.EqualFold(r.parameters.Get("Format"), "JSON")
}

// Action returns the name of the operation that an HTTP request asks for, from
// header, query or form, and "" when it names none. The body can be read again
// afterwards. Middleware uses it to tell calls apart that all go to "/".
func Action(r *http.Request) string {
	original := r.Body
	// An error of this read comes up again when the handler reads on.
	body, _ := io.ReadAll(io.LimitReader(original, maxBody))
	call, err := readRequest(withBody(r, bytes.NewReader(body), original), "")
	r.Body = withBody(r, io.MultiReader(bytes.NewReader(body), original), original).Body
	if err != nil {
		return ""
	}
	return call.action()
}

func withBody(r *http.Request, content io.Reader, closer io.Closer) *http.Request {
	copied := *r
	copied.Body = struct {
		io.Reader
		io.Closer
	}{content, closer}
	return &copied
}

func isForm(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == "application/x-www-form-urlencoded"
}

func merge(query, form url.Values) url.Values {
	merged := make(url.Values, len(query)+len(form))
	for _, values := range []url.Values{query, form} {
		for name, list := range values {
			merged[name] = append(merged[name], list...)
		}
	}
	return merged
}
