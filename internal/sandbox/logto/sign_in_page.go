package logto

import (
	"net/http"

	signinpage "github.com/logtoctl/logtoctl/internal/sandbox/logto/page"
)

// serveSignInPage connects the page on which people sign in. It calls the
// Experience API as Logto's own page does, and only needs to be told what that
// API does not say.
func (s *Server) serveSignInPage(mux *http.ServeMux) {
	pages := signinpage.New(signinpage.Options{
		ApplicationName:   s.applicationName,
		InboxURL:          s.inboxURL,
		HasInteraction:    s.hasInteraction,
		UnknownSessionURL: s.unknownSessionURL,
	})
	for _, pattern := range signinpage.Patterns() {
		mux.Handle(pattern, pages)
	}
}

func (s *Server) applicationName(id string) string {
	name, _ := within(s.state, func(t *tenant) (string, error) {
		found, _ := t.application(id)
		return found.Name, nil
	})
	return name
}

func (s *Server) hasInteraction(r *http.Request) bool {
	_, err := s.provider.Interaction(r)
	return err == nil
}

// unknownSessionURL is where the tenant wants people to go who come to the page
// without a sign-in, empty for nowhere in particular.
func (s *Server) unknownSessionURL() string {
	address, _ := within(s.state, func(t *tenant) (string, error) {
		return column[string](t.experience, "unknownSessionRedirectUrl")
	})
	return address
}
