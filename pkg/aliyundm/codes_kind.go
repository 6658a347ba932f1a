package aliyundm

import "context"

type kindExplanation struct {
	kind        error
	explanation Explanation
}

// explainUncertain says where to look whether the action was carried out after all.
func explainUncertain(action string) Explanation {
	hint := "Look in the Direct Mail console whether it was done before trying again."
	switch action {
	case sendAction:
		hint = "Look at the recipient's mailbox, or at the sending details in the Direct Mail console, before trying again."
	case checkReplyAction:
		hint = "Look at the mailbox of the reply address before trying again."
	}
	return Explanation{
		Meaning: "No answer came back that tells whether Direct Mail carried the request out. It was not repeated, for that could do it twice.",
		Hint:    hint,
	}
}

// kindExplanations explains failures without a known code.
func kindExplanations() []kindExplanation {
	return []kindExplanation{
		{ErrReadOnly, Explanation{
			"The request would change something, and the client only reads.",
			"Run it without the dry-run setting.",
		}},
		{ErrNoCredentials, Explanation{
			"There is no usable Alibaba Cloud AccessKey to sign the request with.",
			"Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure the Alibaba Cloud CLI with \"aliyun configure\".",
		}},
		{ErrThrottled, Explanation{
			"Direct Mail turned the request away because too many arrive, also after waiting.",
			"Wait a minute and try again, and send fewer requests at the same time.",
		}},
		{ErrUnexpectedResponse, Explanation{
			"Something answered that does not speak the Direct Mail API as documented: a proxy, a login page or another server.",
			"Check the endpoint and the proxy settings (HTTP_PROXY, HTTPS_PROXY, NO_PROXY).",
		}},
		{ErrUnreachable, Explanation{
			"No answer came from the Direct Mail endpoint.",
			"Check the network, the endpoint and the proxy settings (HTTP_PROXY, HTTPS_PROXY, NO_PROXY); then try again.",
		}},
		{context.Canceled, Explanation{
			"The request was cancelled before Direct Mail could answer.",
			"Start it again when it suits.",
		}},
		{context.DeadlineExceeded, Explanation{
			"The time given to the request was over before it could be sent.",
			"Allow more time, and check what takes so long to provide the AccessKey.",
		}},
	}
}
