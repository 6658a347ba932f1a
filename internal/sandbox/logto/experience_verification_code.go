package logto

import (
	"slices"
	"strings"
	"time"
)

// bindMFAUsage is the template for an address that becomes a second factor.
const bindMFAUsage = "BindMfa"

// codeSendRequest is the guarded body of a request to send a code.
type codeSendRequest struct {
	Identifier       identifier `json:"identifier"`
	InteractionEvent string     `json:"interactionEvent"`
}

// codeDelivery is a code on its way: the record that waits for it, and the
// connector and the mail, unless the code stays where it is.
type codeDelivery struct {
	record verificationRecord
	sender *connector
	mail   message
}

// sendVerificationCode draws a code and sends it, with the template of the
// event and in the language of the browser. A code drawn later makes this one useless.
func (s *Server) sendVerificationCode(v visit, asked codeSendRequest) (answer, error) {
	now := s.now()
	delivery, err := within(s.state, func(t *tenant) (codeDelivery, error) {
		prepared, err := t.prepareCode(v, asked, now)
		if err == nil {
			t.countSend(asked.Identifier.Value, now)
		}
		return prepared, err
	})
	if err != nil {
		return answer{}, err
	}
	if delivery.sender != nil {
		if err := s.sendCounted(v.request.Context(), *delivery.sender, now, delivery.mail); err != nil {
			return answer{}, err
		}
	}
	return within(s.state, func(t *tenant) (answer, error) {
		i, err := t.interaction(v.session.UID)
		if err != nil {
			return answer{}, err
		}
		t.keepInteraction(i.withRecord(delivery.record), s.now())
		return ok(verificationAnswer{delivery.record.id})
	})
}

// prepareCode asks the rules, and draws a code.
func (t *tenant) prepareCode(v visit, asked codeSendRequest, now time.Time) (codeDelivery, error) {
	i, err := t.interaction(v.session.UID)
	if err != nil {
		return codeDelivery{}, err
	}
	recipient, kind := asked.Identifier, emailConnector
	record := verificationRecord{id: newID(), kind: emailVerification, identifier: recipient}
	if recipient.Type == phoneIdentifier {
		kind, record.kind = smsConnector, phoneVerification
	}
	if i.userID == "" {
		if err := t.experience.checkCaptcha(); err != nil {
			return codeDelivery{}, err
		}
	}
	if record.usageType, err = t.experience.usageTypeOf(i, asked); err != nil {
		return codeDelivery{}, err
	}
	if asked.InteractionEvent == registerEvent && recipient.Type == emailIdentifier {
		if err := t.experience.checkEmail(recipient.Value); err != nil {
			return codeDelivery{}, err
		}
	}
	if err := t.checkSends(recipient.Value, now); err != nil {
		return codeDelivery{}, err
	}
	if err := checkRecipient(kind, recipient.Value); err != nil {
		return codeDelivery{}, err
	}
	drawn := drawCode(recipient.Value, now)
	record.code = &drawn
	held, err := t.heldBack(i, asked)
	if err != nil || held {
		return codeDelivery{record: record}, err
	}
	sender, err := t.messageConnector(kind)
	if err != nil {
		return codeDelivery{}, err
	}
	payload, err := t.codePayload(v, recipient)
	payload["code"] = drawn.code
	return codeDelivery{record, &sender, message{to: recipient.Value, usageType: record.usageType, payload: payload}}, err
}

// usageTypeOf is the template of a code: that of the event, unless a person who
// is identified adds what no account is asked for; that can only be a second factor.
func (e signInExperience) usageTypeOf(i interaction, asked codeSendRequest) (string, error) {
	up, err := column[signUp](e, "signUp")
	if err != nil {
		return "", err
	}
	kind := asked.Identifier.Type
	known := slices.Contains(up.Identifiers, kind) ||
		slices.ContainsFunc(up.SecondaryIdentifiers, func(second secondaryIdentifier) bool {
			return second.Identifier == kind || second.Identifier == emailOrPhoneIdentifier
		})
	if i.userID != "" && !known {
		return bindMFAUsage, nil
	}
	return asked.InteractionEvent, nil // the names are the same
}

// heldBack reports whether the code is drawn but not sent, because the
// recipient can do nothing with it and nobody shall learn that from the answer:
// a lost password of no account, and signing in without one where people
// cannot sign up.
func (t *tenant) heldBack(i interaction, asked codeSendRequest) (bool, error) {
	mode, err := t.experience.signInMode()
	if err != nil {
		return false, err
	}
	_, known := t.userByIdentifier(asked.Identifier)
	switch asked.InteractionEvent {
	case forgotEvent:
		return !known, nil
	case signInEvent:
		return !known && i.userID == "" && mode == signInOnly, nil
	default:
		return false, nil
	}
}

// codePayload is what the template may tell beside the code: the language, and
// in a mail the application that the person signs in to.
func (t *tenant) codePayload(v visit, recipient identifier) (map[string]any, error) {
	payload := make(map[string]any)
	language, err := t.experience.language(v.request, v.session.UILocales)
	if err != nil {
		return payload, err
	}
	payload["locale"] = language
	if len(v.session.UILocales) > 0 {
		payload["uiLocales"] = strings.Join(v.session.UILocales, " ")
	}
	if app, known := t.application(v.session.ApplicationID); known && recipient.Type == emailIdentifier {
		payload["application"] = map[string]any{"id": app.ID, "name": app.Name}
	}
	return payload, nil
}

// codeVerifyRequest is the guarded body of a request to verify a code.
type codeVerifyRequest struct {
	Identifier     identifier `json:"identifier"`
	VerificationID string     `json:"verificationId"`
	Code           string     `json:"code"`
}

// verifySentCode compares the code with the one that was sent. Failures count
// to the lock-out of the identifier.
func (s *Server) verifySentCode(v visit, asked codeVerifyRequest) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		i, err := t.interaction(v.session.UID)
		if err != nil {
			return answer{}, err
		}
		kind := emailVerification
		if asked.Identifier.Type == phoneIdentifier {
			kind = phoneVerification
		}
		record, err := i.recordOf(kind, asked.VerificationID)
		if err != nil {
			return answer{}, err
		}
		// The attempt is counted in the code, whether or not it succeeds.
		failed := t.useSentCode(record, asked, s.now())
		if err := t.guardAttempt(asked.Identifier.Value, failed, s.now()); err != nil {
			return answer{}, err
		}
		record.code, record.verified = nil, true
		t.keepInteraction(i.withRecord(record), s.now())
		return ok(verificationAnswer{record.id})
	})
}

func (t *tenant) useSentCode(record verificationRecord, asked codeVerifyRequest, now time.Time) error {
	switch {
	case asked.Code == "" || record.code == nil:
		return codeNotFound()
	case record.code.recipient == asked.Identifier.Value:
		return t.experience.checkCode(record.code, asked.Code, now)
	case asked.Identifier.Type == phoneIdentifier:
		return refuseCode("phone_mismatch", "Phone mismatch. Please request a new verification code.")
	default:
		return refuseCode("email_mismatch", "Email mismatch. Please request a new verification code.")
	}
}
