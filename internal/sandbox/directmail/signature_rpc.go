package directmail

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the scheme that Logto's connector uses is HMAC-SHA1
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// The parameters of the RPC signature scheme, as Aliyun's documentation of
// "signature version 1.0" names them.
const (
	parameterSignature        = "Signature"
	parameterSignatureMethod  = "SignatureMethod"
	parameterSignatureNonce   = "SignatureNonce"
	parameterSignatureVersion = "SignatureVersion"
	parameterAccessKeyID      = "AccessKeyId"
	parameterSecurityToken    = "SecurityToken"
	parameterTimestamp        = "Timestamp"
)

// SignRPC returns the signature of an RPC request under Aliyun's signature
// version 1.0: base64 of HMAC-SHA1 over the method and every parameter of query
// and form but Signature itself, with the AccessKey secret as the key. The
// caller adds the result as the parameter Signature.
func SignRPC(method string, parameters url.Values, accessKeySecret string) string {
	return signRPC(rpcStringToSign(method, parameters), accessKeySecret)
}

func signRPC(stringToSign, accessKeySecret string) string {
	mac := hmac.New(sha1.New, []byte(accessKeySecret+"&"))
	mac.Write([]byte(stringToSign))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// rpcStringToSign covers the method and the parameters only: the scheme does
// not sign the host, the path or any header.
func rpcStringToSign(method string, parameters url.Values) string {
	signed := maps.Clone(parameters)
	delete(signed, parameterSignature)
	return method + "&%2F&" + percentEncode(canonicalQuery(signed))
}

// parseRPCSignature reads what a request says about its own signature. Which
// parts may be missing, and with which code each is refused, is in
// [credentialsOf]; here only the parts without a code of their own are judged.
func parseRPCSignature(r *request) (signature, error) {
	s := signature{
		accessKeyID:   r.parameters.Get(parameterAccessKeyID),
		securityToken: r.parameters.Get(parameterSecurityToken),
		timestamp:     r.parameters.Get(parameterTimestamp),
		nonce:         r.parameters.Get(parameterSignatureNonce),
		given:         r.parameters.Get(parameterSignature),
		stringToSign:  rpcStringToSign(r.method, r.parameters),
		sign:          signRPC,
	}
	if err := s.complete(); err != nil {
		return signature{}, err
	}
	method, version := r.parameters.Get(parameterSignatureMethod), r.parameters.Get(parameterSignatureVersion)
	if s.given == "" || method != "HMAC-SHA1" || version != "1.0" {
		return signature{}, errIncompleteSignature()
	}
	return s, nil
}

// canonicalQuery writes the parameters in the form that both schemes sign:
// encoded by RFC 3986, in byte order of the names, an empty value as "name=".
func canonicalQuery(parameters url.Values) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		for _, value := range parameters[name] {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(percentEncode(name))
			b.WriteByte('=')
			b.WriteString(percentEncode(value))
		}
	}
	return b.String()
}

// percentEncode encodes everything but the unreserved characters of RFC 3986.
// It differs from [url.QueryEscape] in the space, which must be "%20".
func percentEncode(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
