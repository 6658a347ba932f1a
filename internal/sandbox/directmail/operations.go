package directmail

// apiVersion is the version of the Dm API that the operations belong to.
const apiVersion = "2015-11-23"

// operation answers one authenticated call. Its result is encoded as JSON or
// XML; an error that is not an apiError becomes an InternalError.
type operation func(*Server, *request) (any, error)

// operations is the table of everything that the sandbox can do, by Action.
func operations() map[string]operation {
	return map[string]operation{
		"ApproveReplyMailAddress":             (*Server).approveReplyMailAddress,
		"CheckDomain":                         (*Server).checkDomain,
		"CheckReplyToMailAddress":             (*Server).checkReplyToMailAddress,
		"CreateDomain":                        (*Server).createDomain,
		"CreateMailAddress":                   (*Server).createMailAddress,
		"CreateTag":                           (*Server).createTag,
		"DeleteDomain":                        (*Server).deleteDomain,
		"DeleteMailAddress":                   (*Server).deleteMailAddress,
		"DeleteTag":                           (*Server).deleteTag,
		"DescAccountSummary":                  (*Server).descAccountSummary,
		"DescDomain":                          (*Server).descDomain,
		"ModifyMailAddress":                   (*Server).modifyMailAddress,
		"ModifyTag":                           (*Server).modifyTag,
		"QueryDomainByParam":                  (*Server).queryDomainByParam,
		"QueryMailAddressByParam":             (*Server).queryMailAddressByParam,
		"QueryTagByParam":                     (*Server).queryTagByParam,
		"SenderStatisticsByTagNameAndBatchID": (*Server).senderStatistics,
		"SenderStatisticsDetailByParam":       (*Server).senderStatisticsDetail,
		"SingleSendMail":                      (*Server).singleSendMail,
	}
}
