package aliyundm

// resourceCodes are those of domains, sender addresses, tags and statistics.
func resourceCodes() []codeExplanation {
	return []codeExplanation{
		{"InvalidDomainName.Duplicate", Explanation{
			"The domain is already in this account.",
			"Use the existing one in Direct Mail console > Email Domains.",
		}},
		{"InvalidDomainName.Malformed", Explanation{
			"The domain name is not well-formed.",
			"Use 1 to 50 letters, digits, dots and hyphens, such as mail.example.com.",
		}},
		{"InvalidDomainName.Conflict", Explanation{
			"Another Alibaba Cloud account owns the domain or its parent domain at Direct Mail.",
			"Use that account, have the domain deleted there, or choose another domain.",
		}},
		{"InvalidDomainNumber.Malformed", Explanation{
			"The account has as many domains as it may have.",
			"Delete a domain in the Direct Mail console, or ask for a higher quota in a ticket.",
		}},
		{"InvalidDomain.NotFound", Explanation{
			"The domain does not exist in this account and region.",
			"Compare it with Direct Mail console > Email Domains, and check the region.",
		}},
		{"InvalidDomainId.NotFound", Explanation{
			"No domain with this id exists in this account and region.",
			"Compare it with Direct Mail console > Email Domains, and check the region.",
		}},
		{"CheckDomain.Failed", Explanation{
			"The domain could not be verified.",
			"Compare its DNS records with the ones in the Direct Mail console; new records take a while to be seen.",
		}},
		{"InvalidMailAddressName.Duplicate", Explanation{
			"The sender address already exists.",
			"Use the existing one in Direct Mail console > Sender Addresses.",
		}},
		{"InvalidMailAddressName.Malformed", Explanation{
			"The sender address is not well-formed, or its domain is not in this account.",
			"Use at most 60 characters and a domain from Direct Mail console > Email Domains.",
		}},
		{"InvalidMailAddressId.Malformed", Explanation{
			"No sender address with this id exists in this account and region.",
			"Compare it with Direct Mail console > Sender Addresses, and check the region.",
		}},
		{"InvalidKeyword.Malformed", Explanation{
			"The search word is not allowed.",
			"Use 1 to 50 letters or digits.",
		}},
		{"InvalidTag.NotFound", Explanation{
			"The tag does not exist in this account and region.",
			"Create it in Direct Mail console > Tags, or send without a tag.",
		}},
		{"InvalidDate.Malformed", Explanation{
			"A date is not well-formed, or the period is too long.",
			"Write dates as the operation asks; statistics span at most 7 days, details at most 30.",
		}},
		{"InvalidDate.NotFound", Explanation{
			"There are no statistics for the period.",
			"Statistics are kept for one month; choose later dates.",
		}},
	}
}
