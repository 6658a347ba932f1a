package logto

import "net/http"

// What a tenant has room for. A real one is bounded by its database; a sandbox
// that a script fills in a loop says so before the machine has no memory left.
const (
	// maxRows is how many rows a table holds: applications, secrets, templates,
	// connectors, users.
	maxRows = 10_000
	// maxTenant bounds what all rows hold together, in bytes.
	maxTenant = 64 << 20
	// rowSize is about what a row takes beside the texts in it, in bytes.
	rowSize = 400
)

// noRoom refuses what does not fit. Logto has no such answer.
func noRoom(what string) error {
	return &bareError{
		status:  http.StatusInsufficientStorage,
		Message: "the sandbox has no room for more " + what + "; delete some, or restart it to forget them",
	}
}

// checkRoom refuses a request that may store as much as its body is long.
func (t *tenant) checkRoom(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodDelete:
		return nil
	}
	added := r.ContentLength
	if added < 0 {
		added = maxBody // it does not say
	}
	if int64(t.size())+added > maxTenant {
		return noRoom("data")
	}
	return nil
}

// size is about what the rows hold, in bytes.
func (t *tenant) size() int {
	size := sizeOf(t.applications) + sizeOf(t.secrets) + sizeOf(t.templates) + sizeOf(t.connectors)
	for _, row := range t.users.all {
		size += rowSize + row.held()
	}
	return size
}

// sized is a row that knows how long the texts in it are.
type sized interface{ held() int }

func sizeOf[T sized](table []T) int {
	size := len(table) * rowSize
	for _, row := range table {
		size += row.held()
	}
	return size
}

func (a application) held() int {
	return len(a.Name) + len(orEmpty(a.Description)) + len(a.OIDCClientMetadata) + len(a.CustomClientMetadata) +
		len(a.ProtectedAppMetadata) + len(a.CustomData)
}

func (s applicationSecret) held() int { return len(s.Name) }

func (t emailTemplate) held() int {
	return len(t.Details.Subject) + len(t.Details.Content) + len(t.Details.ReplyTo) + len(t.Details.SendFrom)
}

func (c connector) held() int {
	size := len(c.Config) + len(c.Metadata.Target) + len(c.Metadata.Logo) + len(orEmpty(c.Metadata.LogoDark))
	for language, name := range c.Metadata.Name {
		size += len(language) + len(name)
	}
	return size
}

// held leaves out what is short by the rules of its column.
func (u user) held() int { return len(orEmpty(u.Avatar)) + len(u.CustomData) + len(u.Profile) }
