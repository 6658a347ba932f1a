package aliyundm

// copySecret belongs to more than one code.
const copySecret = "Copy the AccessKey secret again; if it is lost, create a new AccessKey in the RAM console. If there is a proxy, make sure that it keeps the Host header."

// grant says how to allow a RAM action. Direct Mail knows no other resource than
// all of them.
func grant(action string) string {
	return "Grant it a policy in the RAM console: AliyunDirectMailFullAccess, or one that allows the action " + action + " on the resource \"*\"."
}

// accessCodes are those about who asks.
func accessCodes() []codeExplanation {
	return []codeExplanation{
		{"InvalidAccessKeyId", Explanation{
			"The AccessKey id was not accepted.",
			"Check the AccessKey in the RAM console, section AccessKey.",
		}},
		{"InvalidAccessKeyId.NotFound", Explanation{
			"No AccessKey with this id exists: it was deleted, mistyped, or a placeholder was left in.",
			"Copy the AccessKey id from the RAM console again, without spaces or brackets, or create a new one.",
		}},
		{"InvalidAccessKeyId.Inactive", Explanation{
			"The AccessKey exists but is disabled.",
			"Enable it in the RAM console, or use another one.",
		}},
		{"InvalidCredentials", Explanation{
			"The AccessKey is missing or incomplete.",
			"Set both the AccessKey id and the AccessKey secret.",
		}},
		{"SignatureDoesNotMatch", Explanation{
			"The AccessKey secret does not belong to the AccessKey id, or something changed the request on its way.",
			copySecret,
		}},
		{"Signature", Explanation{
			"The AccessKey secret does not belong to the AccessKey id, or something changed the request on its way.",
			copySecret,
		}},
		{"IncompleteSignature", Explanation{
			"The signature arrived incomplete.",
			"If there is a proxy in between, make sure that it passes all headers on, Authorization above all.",
		}},
		{"InvalidSecurityToken", Explanation{
			"The security token of the temporary credentials was not accepted.",
			"Obtain new temporary credentials from STS, and use the AccessKey pair and the token of one and the same answer.",
		}},
		{"InvalidSecurityToken.Expired", Explanation{
			"The temporary credentials have expired.",
			"Obtain new ones from STS.",
		}},
		{"InvalidSecurityToken.Malformed", Explanation{
			"The security token is cut off or does not belong to the AccessKey.",
			"Use the AccessKey pair and the token of one and the same STS answer. With a permanent AccessKey, unset ALIBABA_CLOUD_SECURITY_TOKEN.",
		}},
		{"Forbidden", Explanation{
			"The RAM user of this AccessKey is not allowed to do this.",
			grant("of the operation, such as dm:SingleSendMail,"),
		}},
		{"Forbidden.RAM", Explanation{
			"The RAM policies of this AccessKey's user do not allow the operation.",
			grant("of the operation, such as dm:SingleSendMail,"),
		}},
		{"NoPermission", Explanation{
			"The RAM policies of this AccessKey's user or role do not allow the operation.",
			grant("of the operation, such as dm:SingleSendMail,"),
		}},
		{"InvalidUser.NotFound", Explanation{
			"The account has never activated Direct Mail.",
			"Open the Direct Mail console once with the main account and activate the service.",
		}},
		{"User.Blacklisted", Explanation{
			"Direct Mail has blocked the account.",
			"Open a ticket at Alibaba Cloud to learn why and to have it unblocked.",
		}},
		{"User.RegisterTooMuch", Explanation{
			"Direct Mail was activated by too many accounts of the same owner.",
			"Use the account that already has Direct Mail, or open a ticket at Alibaba Cloud.",
		}},
	}
}
