package plan

import (
	"fmt"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// OtherConnectorError says that the tenant has an email connector of another
// provider, which Logto would delete without a way back.
type OtherConnectorError struct {
	Connector logtoadmin.Connector
}

// Error names the connector that is in the way.
func (e *OtherConnectorError) Error() string {
	return fmt.Sprintf("the tenant has another email connector, %s (%s), and Logto keeps only one: creating this one deletes it", e.Connector.ConnectorID, e.Connector.ID)
}

// Code is the code of the error document.
func (e *OtherConnectorError) Code() string { return "other_email_connector" }

// Hint names the flag that displaces it.
func (e *OtherConnectorError) Hint() string {
	return "add --replace to displace it; its configuration is first saved to a private file"
}

// NoConnectorError says that the tenant has no Aliyun Direct Mail connector.
type NoConnectorError struct{}

// Error says what is missing.
func (e *NoConnectorError) Error() string { return "the tenant has no Aliyun Direct Mail connector" }

// Code is the code of the error document.
func (e *NoConnectorError) Code() string { return "connector_not_found" }

// Hint names the command that makes one.
func (e *NoConnectorError) Hint() string {
	return "create it: logtoctl connector aliyun-dm apply -f connector.json"
}

// NoSMSConnectorError says that phone sign-up was asked for and nothing can
// send text messages.
type NoSMSConnectorError struct{}

// Error says what is missing.
func (e *NoSMSConnectorError) Error() string {
	return "email-or-phone needs an SMS connector, and the tenant has none"
}

// Code is the code of the error document.
func (e *NoSMSConnectorError) Code() string { return "sms_connector_not_found" }

// Hint says where to get one, and what does without.
func (e *NoSMSConnectorError) Hint() string {
	return "set one up (Console > Connectors > SMS), or let people sign up by email alone"
}
