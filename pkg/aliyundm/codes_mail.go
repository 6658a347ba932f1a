package aliyundm

// sendCodes are those of sending mail.
func sendCodes() []codeExplanation {
	return []codeExplanation{
		{"InvalidMailAddress.NotFound", Explanation{
			"The sender address does not exist in this account and region. A new address can stay unknown for a short while.",
			"Compare it with Direct Mail console > Sender Addresses, and check the region: each one has its own addresses.",
		}},
		{"InvalidMailAddressStatus.Malformed", Explanation{
			"The sender address is frozen or cannot be used.",
			"Look at its state in Direct Mail console > Sender Addresses; open a ticket if it is frozen.",
		}},
		{"InvalidMailAddressDomain.Malformed", Explanation{
			"The domain of the sender address is not in this account and region, or not verified, or its DNS records have been changed.",
			"Open Direct Mail console > Email Domains, set the DNS records shown there, and verify the domain.",
		}},
		{"InvalidMailAddressSendType.Malformed", Explanation{
			"The sender address is of the other type: batch addresses send to lists, triggered ones send single mails.",
			"Create a sender address of type \"Triggered Emails\" in the Direct Mail console.",
		}},
		{"InvalidToAddress", Explanation{
			"The recipient is not a mail address, or there are more than 100 of them.",
			"Check the spelling; several recipients are separated by commas.",
		}},
		{"InvalidToAddress.Spam", Explanation{
			"Direct Mail knows the recipient as an address that does not exist.",
			"Check the spelling, or take it off the invalid addresses in the Direct Mail console.",
		}},
		{"InvalidReceiverName.Malformed", Explanation{
			"The recipient list does not exist or has an invalid name.",
			"Check the name in Direct Mail console > Recipient Lists.",
		}},
		{"InvalidBody", Explanation{
			"The mail has neither an HTML nor a text body, or one that is too long.",
			"Fill in one of the two bodies and keep it below 80 KB.",
		}},
		{"InvalidSubject.Malformed", Explanation{
			"The subject is missing or too long.",
			"Use a subject of 1 to 100 characters.",
		}},
		{"InvalidFromAlias.Malformed", Explanation{
			"The from alias is too long.",
			"Use one of fewer than 15 characters, or none.",
		}},
		{"InvalidReplyAddress.Malformed", Explanation{
			"The reply address is not a mail address.",
			"Correct it, or leave it out.",
		}},
		{"InvalidReplyAddressAlias.Malformed", Explanation{
			"The alias of the reply address is too long.",
			"Use one of at most 15 characters, or none.",
		}},
		{"InvalidSendMail.Spam", Explanation{
			"Direct Mail refused the mail: because of its content, or because of the account's state, frequency or quota. The code is the same for all of them.",
			"Look at the account's quota and state in the Direct Mail console and change the content. Do not just repeat the mail: that lowers the account's reputation.",
		}},
		{"EmailFormatError", Explanation{
			"A mail address in the request is not well-formed.",
			"Check the sender, the recipients and the reply address.",
		}},
		{"EmailLengthError", Explanation{
			"A mail address in the request is too long.",
			"A mail address has at most 192 characters, a sender address 60.",
		}},
		{"InvalidIP.NotFound", Explanation{
			"The dedicated IP pool does not exist in this account.",
			"Check the id of the pool in the Direct Mail console, or leave it out.",
		}},
	}
}
