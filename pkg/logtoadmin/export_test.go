package logtoadmin

// What the external tests need of the inside: the two parsers of what a server
// sends, and the JSON technique behind the types that keep unknown fields.
var (
	ParseRetryAfter = parseRetryAfter
	DecodeError     = decodeError
)
