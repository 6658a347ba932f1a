package sandbox

import "net/http"

// dated says in the header Date what the service takes the time to be, so that a
// skewed clock shows as that of a real server does.
func (s *Sandbox) dated(name string, service http.Handler) http.Handler {
	clock := s.Faults.Clock(name, s.now)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", clock().UTC().Format(http.TimeFormat))
		service.ServeHTTP(w, r)
	})
}
