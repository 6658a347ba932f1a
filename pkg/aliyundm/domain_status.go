package aliyundm

import (
	"fmt"
	"strconv"

	"github.com/alibabacloud-go/tea/dara"
)

// DomainStatus is what Direct Mail has found out about a sending domain.
type DomainStatus int

// The states that Direct Mail documents, now or in older pages, and the one for
// an answer without any.
const (
	DomainUnknown    DomainStatus = -1
	DomainVerified   DomainStatus = 0
	DomainUnverified DomainStatus = 1
	// DomainWithoutCNAMEAndICP, DomainWithoutICP and DomainWithoutCNAME can send;
	// what they lack is for tracking clicks and for mainland China.
	DomainWithoutCNAMEAndICP DomainStatus = 2
	DomainWithoutICP         DomainStatus = 3
	DomainWithoutCNAME       DomainStatus = 4
)

// CanSend tells whether mail can be sent from the domain: whether its DNS records
// are verified as far as sending needs them.
func (s DomainStatus) CanSend() bool {
	switch s {
	case DomainVerified, DomainWithoutCNAMEAndICP, DomainWithoutICP, DomainWithoutCNAME:
		return true
	default:
		return false
	}
}

// String returns the state in plain words.
func (s DomainStatus) String() string {
	switch s {
	case DomainUnknown:
		return "unknown"
	case DomainVerified:
		return "verified"
	case DomainUnverified:
		return "not verified"
	case DomainWithoutCNAMEAndICP:
		return "verified, without CNAME record and ICP filing"
	case DomainWithoutICP:
		return "verified, without ICP filing"
	case DomainWithoutCNAME:
		return "verified, without CNAME record"
	}
	return fmt.Sprintf("unknown state %d", int(s))
}

// AuthStatus is the result of Direct Mail's look at one DNS record.
type AuthStatus int

// The results that Direct Mail documents, and the one for an answer without any.
const (
	AuthUnknown AuthStatus = -1
	AuthPassed  AuthStatus = 0
	AuthFailed  AuthStatus = 1
)

// String returns the result in plain words.
func (s AuthStatus) String() string {
	switch s {
	case AuthUnknown:
		return "unknown"
	case AuthPassed:
		return "verified"
	case AuthFailed:
		return "not verified"
	}
	return fmt.Sprintf("unknown state %d", int(s))
}

// ICPStatus says whether the domain is filed with the authorities of mainland
// China. Unlike in the other states, 1 is the good one.
type ICPStatus int

// The states that Direct Mail documents, and the one for an answer without any.
const (
	ICPUnknown  ICPStatus = -1
	ICPNotFiled ICPStatus = 0
	ICPFiled    ICPStatus = 1
)

// String returns the state in plain words.
func (s ICPStatus) String() string {
	switch s {
	case ICPUnknown:
		return "unknown"
	case ICPNotFiled:
		return "not filed"
	case ICPFiled:
		return "filed"
	}
	return fmt.Sprintf("unknown state %d", int(s))
}

// state reads a state that Direct Mail writes as a number in a text; -1 is
// unknown in all of them.
func state[S ~int](text *string) S {
	number, err := strconv.Atoi(dara.StringValue(text))
	if err != nil {
		return -1
	}
	return S(number)
}

// wireStatus is a state to filter by.
func wireStatus[S ~int](status *S) *int32 {
	if status == nil {
		return nil
	}
	return dara.Int32(int32(*status))
}
