package logto

import (
	"net/http"
	"slices"
)

// The ways in which people may come in, and what an account can lack.
const (
	signInOnly   = "SignIn"
	registerOnly = "Register"

	passwordProfile = "password"
	socialProfile   = "social"
	extraProfile    = "extraProfile"
)

// signInMode says whether people may sign in, sign up or both.
func (e signInExperience) signInMode() (string, error) { return column[string](e, "signInMode") }

// checkEvent refuses to sign in where people may only sign up, and the other way round.
func (e signInExperience) checkEvent(event string) error {
	mode, err := e.signInMode()
	if err != nil {
		return err
	}
	if event == signInEvent && mode == registerOnly || event == registerEvent && mode == signInOnly {
		return refuse(http.StatusForbidden, "auth.forbidden", "Forbidden. Please check your user roles and permissions.")
	}
	return nil
}

// checkCaptcha refuses whoever did not solve a captcha, where one is asked for.
// Nobody can: the sandbox has no captcha provider.
func (e signInExperience) checkCaptcha() error {
	policy, err := column[struct {
		Enabled bool `json:"enabled"`
	}](e, "captchaPolicy")
	if err != nil || !policy.Enabled {
		return err
	}
	return refuse(http.StatusUnprocessableEntity, "session.captcha_required", "Captcha is required.")
}

// checkIdentification refuses a verification that the sign-in experience does
// not accept for the event.
func (e signInExperience) checkIdentification(event string, record verificationRecord) error {
	if err := e.checkEvent(event); err != nil {
		return err
	}
	if event == forgotEvent {
		return e.checkRecoveryBy(record)
	}
	return e.checkSignInBy(record)
}

// checkSignInBy asks whether people sign in by that identifier and factor.
func (e signInExperience) checkSignInBy(record verificationRecord) error {
	allowed, err := column[signIn](e, "signIn")
	if err != nil {
		return err
	}
	enabled := slices.ContainsFunc(allowed.Methods, func(m signInMethod) bool {
		return m.Identifier == record.identifier.Type &&
			(record.kind == passwordVerification && m.Password || record.byCode() && m.VerificationCode)
	})
	if enabled {
		return nil
	}
	return refuseUser("sign_in_method_not_enabled", "This sign-in method is not enabled.")
}

// checkRecoveryBy asks whether a lost password can be replaced that way. Null,
// which old tenants have, allows every code.
func (e signInExperience) checkRecoveryBy(record verificationRecord) error {
	methods, err := column[[]string](e, "forgotPasswordMethods")
	switch {
	case err != nil:
		return err
	case record.byCode() && (methods == nil || slices.Contains(methods, record.kind)):
		return nil
	}
	return notForRecovery(http.StatusUnprocessableEntity)
}

// mandatory lists what every account must have, in the order in which Logto reports it.
func (e signInExperience) mandatory() ([]string, error) {
	up, err := column[signUp](e, "signUp")
	if err != nil {
		return nil, err
	}
	needed := []string{primaryMandatory(up.Identifiers)}
	for _, second := range up.SecondaryIdentifiers {
		needed = append(needed, second.Identifier)
	}
	if up.Password {
		needed = append(needed, passwordProfile)
	}
	order := []string{usernameIdentifier, emailOrPhoneIdentifier, emailIdentifier, phoneIdentifier, passwordProfile}
	return slices.DeleteFunc(order, func(one string) bool { return !slices.Contains(needed, one) }), nil
}

// primaryMandatory reads the list of first identifiers, of which email and
// phone together mean one of the two.
func primaryMandatory(identifiers []string) string {
	has := func(one string) bool { return slices.Contains(identifiers, one) }
	switch {
	case has(usernameIdentifier):
		return usernameIdentifier
	case has(emailIdentifier) && has(phoneIdentifier):
		return emailOrPhoneIdentifier
	case has(emailIdentifier):
		return emailIdentifier
	case has(phoneIdentifier):
		return phoneIdentifier
	}
	return ""
}

// checkMandatory refuses an account that lacks something, and names all of it.
func (e signInExperience) checkMandatory(account user, profile pendingProfile) error {
	needed, err := e.mandatory()
	if err != nil {
		return err
	}
	email := orEmpty(account.PrimaryEmail) + profile.PrimaryEmail
	phone := orEmpty(account.PrimaryPhone) + profile.PrimaryPhone
	fulfilled := map[string]bool{
		usernameIdentifier:     orEmpty(account.Username)+profile.Username != "",
		emailIdentifier:        email != "",
		phoneIdentifier:        phone != "",
		emailOrPhoneIdentifier: email+phone != "",
		passwordProfile:        account.password.Set() || profile.password.Set(),
	}
	missing := slices.DeleteFunc(needed, func(one string) bool { return fulfilled[one] })
	if len(missing) == 0 {
		return nil
	}
	return refuseUser("missing_profile", "You need to provide additional info before signing-in.").
		withData(map[string][]string{"missingProfile": missing})
}
