package directmail

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

const defaultDeliveryDelay = time.Second

// Options say what a new server is made of. The zero value is a fresh account
// with a generated AccessKey, and mails that go nowhere.
type Options struct {
	// Deliver takes each accepted mail, once per recipient, such as the Add
	// method of an [inbox.Store]. It is called from several goroutines.
	Deliver func(inbox.Message)
	// Now is the server's clock; nil means [time.Now].
	Now func() time.Time
	// AccessKeys are the pairs that may call. When there are none, one is
	// generated.
	AccessKeys []AccessKey
	// Account is what the account holds at the start; the zero value means
	// [DefaultAccount].
	Account Account
	// Lookup is the DNS in which domains are verified; nil finds nothing.
	Lookup Lookup
	// DeliveryDelay is how long after a mail was accepted its outcome becomes
	// known; 0 means a second.
	DeliveryDelay time.Duration
	// Logger gets one debug line per call, without its parameters. Nil
	// discards it.
	Logger *slog.Logger
}

// Server answers the RPC API of Direct Mail for one account. It is an
// [http.Handler] for the path "/" and may be used by many clients at a time.
type Server struct {
	deliver       func(inbox.Message)
	deliveryDelay time.Duration
	now           func() time.Time
	logger        *slog.Logger
	accessKeys    accessKeys
	account       *account
	operations    map[string]operation

	mu     sync.Mutex // guards nonces
	nonces *nonces
}

// New returns a server in the state that the options describe.
func New(options Options) *Server {
	s := &Server{
		deliver:       options.Deliver,
		deliveryDelay: cmp.Or(options.DeliveryDelay, defaultDeliveryDelay),
		now:           options.Now,
		logger:        options.Logger,
		accessKeys:    accessKeys{first: slices.Clone(options.AccessKeys)},
		operations:    operations(),
		nonces:        newNonces(),
	}
	if s.deliver == nil {
		s.deliver = func(inbox.Message) {}
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	if len(s.accessKeys.first) == 0 {
		s.accessKeys.first = []AccessKey{newAccessKey()}
	}
	lookup := options.Lookup
	if lookup == nil {
		lookup = func(string, string) []string { return nil }
	}
	s.account = newAccount(options.Account, lookup, s.now())
	return s
}

// Credentials returns the first AccessKey pair, id and secret, for the
// environment of a client. The secret is in plain text.
func (s *Server) Credentials() (string, string) {
	return s.accessKeys.first[0].ID, s.accessKeys.first[0].Secret.Reveal()
}

// ServeHTTP answers one RPC call. Every answer, refusals included, carries the
// request id in its body and in the header x-acs-request-id.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call, err := readRequest(r, newRequestID())
	var answer any
	if err == nil {
		answer, err = s.call(r.URL.Path, call)
	}
	status, code, root := http.StatusOK, "", call.action()+"Response"
	if err != nil {
		failure := s.failure(call, err)
		status, code, root, answer = failure.status, failure.code, "Error", newErrorAnswer(call, failure)
	}
	s.logger.DebugContext(r.Context(), "direct mail call", "action", call.action(), "region", call.region,
		"status", status, "code", code, "requestId", call.id)
	if err := write(w, call, status, root, answer); err != nil {
		s.logger.DebugContext(r.Context(), "direct mail answer not written", "requestId", call.id, "error", err)
	}
}

// call runs the operation of an authenticated request.
func (s *Server) call(path string, r *request) (any, error) {
	if path != "/" || (r.method != http.MethodPost && r.method != http.MethodGet) {
		return nil, errActionNotFound()
	}
	key, err := s.authenticate(r)
	if err != nil {
		return nil, err
	}
	if r.version() != apiVersion {
		return nil, errInvalidVersion()
	}
	run, found := s.operations[r.action()]
	if !found {
		return nil, errActionNotFound()
	}
	if !key.allows(r.action()) {
		return nil, errForbidden(r.action())
	}
	if !s.account.currentSettings(s.now()).Activated {
		return nil, errUserNotFound()
	}
	return run(s, r)
}

// failure turns whatever went wrong into the answer for the client. Anything
// but a refusal is a fault of the sandbox itself.
func (s *Server) failure(r *request, err error) *apiError {
	if refusal, ok := errors.AsType[*apiError](err); ok {
		return refusal
	}
	s.logger.Error("direct mail call failed", "action", r.action(), "requestId", r.id, "error", err)
	return refuse(http.StatusInternalServerError, "InternalError",
		"The request processing has failed due to some unknown error.")
}

func (s *Server) useNonce(accessKeyID, nonce string, now, until time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.nonces.use(accessKeyID, nonce, now, until)
}

// newRequestID makes a random UUID in the upper case that Aliyun writes.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // documented never to fail
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	text := strings.ToUpper(hex.EncodeToString(b[:]))
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}
