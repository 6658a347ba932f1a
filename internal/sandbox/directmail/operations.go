package directmail

// apiVersion is the version of the Dm API that the operations belong to.
const apiVersion = "2015-11-23"

// operation answers one authenticated call. Its result is encoded as JSON or
// XML; an error that is not an apiError becomes an InternalError.
type operation func(*Server, *request) (any, error)

// operations is the table of everything that the sandbox can do, by Action.
func operations() map[string]operation {
	return map[string]operation{
		"DescAccountSummary":      (*Server).descAccountSummary,
		"QueryMailAddressByParam": (*Server).queryMailAddressByParam,
		"SingleSendMail":          (*Server).singleSendMail,
	}
}
