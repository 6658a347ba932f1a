package aliyundm

// gatewayCodes are those of the API gateway about the request itself.
func gatewayCodes() []codeExplanation {
	return []codeExplanation{
		{"InvalidTimeStamp", Explanation{
			"The time in the request was not accepted.",
			"Set the clock of this machine, best by NTP.",
		}},
		{"InvalidTimeStamp.Expired", Explanation{
			"The clock of this machine differs from Alibaba Cloud's by more than 15 minutes.",
			"Set the clock, best by NTP; containers and virtual machines take it from their host.",
		}},
		{"InvalidTimeStamp.Format", Explanation{
			"The time in the request is not written as Alibaba Cloud expects.",
			"Check whether a proxy rewrites the request headers.",
		}},
		{"SignatureNonceUsed", Explanation{
			"The same signed request arrived twice, and the second one was refused.",
			"Check whether a proxy repeats requests. The first one may have been carried out.",
		}},
		{"MissingParameter", Explanation{
			"The request lacks a mandatory parameter; the message names it.",
			"Give the parameter a value that is not empty.",
		}},
		{"InvalidAction.NotFound", Explanation{
			"The endpoint does not know the operation, so it is not a Direct Mail endpoint of this API version.",
			"Check the region and the endpoint.",
		}},
		{"InvalidVersion", Explanation{
			"The endpoint does not know the API version 2015-11-23 of Direct Mail.",
			"Check the region and the endpoint.",
		}},
		{"NoSuchVersion", Explanation{
			"The endpoint does not know the API version 2015-11-23 of Direct Mail.",
			"Check the region and the endpoint.",
		}},
		{"Throttling", Explanation{
			"Too many requests arrive, and flow control turned this one away.",
			"Wait a minute and try again. Direct Mail accepts 100 single mails per second and account.",
		}},
		{"Throttling.User", Explanation{
			"The account sends more requests than its flow control allows.",
			"Wait a minute and try again, and find out what else uses the account.",
		}},
		{"Throttling.Api", Explanation{
			"This operation is called more often than its flow control allows.",
			"Wait a minute and try again, and call it less often.",
		}},
		{"InternalError", Explanation{
			"Direct Mail failed inside.",
			"Try again in a few minutes. If it stays, open a ticket with the request id.",
		}},
		{"InternalServiceError", Explanation{
			"Direct Mail failed inside.",
			"Try again in a few minutes. If it stays, open a ticket with the request id.",
		}},
		{"ServiceUnavailable", Explanation{
			"Direct Mail is out of service for the moment.",
			"Try again in a few minutes, and look at status.alibabacloud.com.",
		}},
	}
}
