package directmail

import (
	"fmt"
	"net/http"
)

// apiError is an answer that refuses a request, with the code and HTTP status
// of the real service.
type apiError struct {
	status  int
	code    string
	message string
}

// Error returns code and message.
func (e *apiError) Error() string { return e.code + ": " + e.message }

func refuse(status int, code, message string) *apiError {
	return &apiError{status: status, code: code, message: message}
}

// malformed is the shape of most business errors: status 400 and a code that
// names the parameter.
func malformed(code, message string) *apiError {
	return refuse(http.StatusBadRequest, code, message)
}

// errMissing is the answer to an absent mandatory parameter; the code is made
// of its name.
func errMissing(parameter string) *apiError {
	return malformed("Missing"+parameter, parameter+" is mandatory for this action.")
}

func errInvalidParameter(message string) *apiError {
	return malformed("InvalidParameter", "The request is not valid: "+message+".")
}

func errRequestTooLarge() *apiError {
	return refuse(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge",
		fmt.Sprintf("The request body is larger than %d bytes.", maxBody))
}

func errAccessKeyNotFound() *apiError {
	return refuse(http.StatusNotFound, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
}

func errAccessKeyInactive() *apiError {
	return malformed("InvalidAccessKeyId.Inactive", "Specified access key is disabled.")
}

func errSecurityTokenMalformed() *apiError {
	return malformed("InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.")
}

func errSecurityTokenExpired() *apiError {
	return malformed("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
}

func errTimestampFormat() *apiError {
	return malformed("InvalidTimeStamp.Format",
		"Specified time stamp or date value is not well formatted.")
}

func errTimestampExpired() *apiError {
	return malformed("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
}

func errIncompleteSignature() *apiError {
	return malformed("IncompleteSignature", "The request signature does not conform to Aliyun standards.")
}

// errSignatureDoesNotMatch repeats the whole string to sign, as the real
// service does. With HMAC-SHA1 that holds the recipient and the mail itself,
// which is why clients must cut it out of what they print.
func errSignatureDoesNotMatch(stringToSign string) *apiError {
	return malformed("SignatureDoesNotMatch",
		"Specified signature is not matched with our calculation. server string to sign is:"+stringToSign)
}

func errSignatureNonceUsed() *apiError {
	return malformed("SignatureNonceUsed", "Specified signature nonce was used already.")
}

func errActionNotFound() *apiError {
	return refuse(http.StatusNotFound, "InvalidAction.NotFound",
		"Specified api is not found, please check your url and method.")
}

func errInvalidVersion() *apiError {
	return malformed("InvalidVersion", "Specified parameter Version is not valid.")
}

func errForbidden(action string) *apiError {
	return refuse(http.StatusForbidden, "Forbidden.RAM",
		"User not authorized to operate on the specified resource, or this API doesn't support RAM: dm:"+action+".")
}

func errUserNotFound() *apiError {
	return refuse(http.StatusNotFound, "InvalidUser.NotFound", "The specified user does not exist: Direct Mail is not activated.")
}

func errSendType() *apiError {
	return malformed("InvalidMailAddressSendType.Malformed", "The specified Sendtype must be batch or trigger.")
}

func errReplyAddress() *apiError {
	return malformed("InvalidReplyAddress.Malformed", "The specified ReplyAddress is wrongly formed.")
}
