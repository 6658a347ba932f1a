package logto

import (
	"cmp"
	"iter"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// experienceChange is a change to the sign-in experience on its way through the rules.
type experienceChange struct {
	columns       map[string]any // what the body names
	current, next signInExperience
	connectors    []connector
}

// check asks the rules in Logto's order, which decides what a change that
// breaks several of them is told.
func (c experienceChange) check() error {
	for _, rule := range []func() error{
		c.checkLanguage, c.checkSignUpAndSignIn, c.checkFactors,
		c.checkRecovery, c.checkExpiration, c.checkCloudOnly, c.checkBlocklist,
	} {
		if err := rule(); err != nil {
			return err
		}
	}
	return nil
}

func (c experienceChange) sent(name string) bool {
	_, present := c.columns[name]
	return present
}

func (c experienceChange) checkLanguage() error {
	info, err := column[struct {
		FallbackLanguage string `json:"fallbackLanguage"`
	}](c.next, "languageInfo")
	if err != nil || !c.sent("languageInfo") || slices.Contains(builtInLanguages(), info.FallbackLanguage) {
		return err
	}
	return refuseSignIn("unsupported_default_language",
		"This language - "+info.FallbackLanguage+" is not supported at the moment.")
}

func (c experienceChange) checkSignUpAndSignIn() error {
	up, upErr := column[signUp](c.next, "signUp")
	in, inErr := column[signIn](c.next, "signIn")
	factors, factorsErr := column[mfa](c.next, "mfa")
	if err := cmp.Or(upErr, inErr, factorsErr); err != nil {
		return err
	}
	if c.sent("signUp") {
		if err := checkSignUp(up, c.connectors); err != nil {
			return err
		}
	}
	if c.sent("signIn") {
		return checkSignIn(in, up, factors, c.connectors)
	}
	return nil
}

func (c experienceChange) checkFactors() error {
	factors, factorsErr := column[mfa](c.next, "mfa")
	in, inErr := column[signIn](c.next, "signIn")
	next, nextErr := column[adaptiveMFA](c.next, "adaptiveMfa")
	current, currentErr := column[adaptiveMFA](c.current, "adaptiveMfa")
	if err := cmp.Or(factorsErr, inErr, nextErr, currentErr); err != nil {
		return err
	}
	if c.sent("mfa") {
		if err := checkMFA(factors, in); err != nil {
			return err
		}
	}
	var sent *adaptiveMFA
	if c.sent("adaptiveMfa") {
		sent = &next
	}
	return checkAdaptiveMFA(factors, sent, current, c.sent("mfa"))
}

// recoveryMethods are the ways in which a lost password can be replaced.
type recoveryMethods struct {
	Email bool `json:"email"`
	Phone bool `json:"phone"`
}

// recovery returns what is both asked for and possible. Null, which old
// tenants have, asks for everything.
func (e signInExperience) recovery(connectors []connector) (recoveryMethods, error) {
	methods, err := column[[]string](e, "forgotPasswordMethods")
	return recoveryMethods{
		Email: (methods == nil || slices.Contains(methods, emailCode)) && hasConnector(connectors, emailConnector),
		Phone: (methods == nil || slices.Contains(methods, phoneCode)) && hasConnector(connectors, smsConnector),
	}, err
}

func (c experienceChange) checkRecovery() error {
	possible, err := c.next.recovery(c.connectors)
	if err != nil || !c.sent("forgotPasswordMethods") {
		return err
	}
	methods, err := column[[]string](c.next, "forgotPasswordMethods")
	if err != nil {
		return err
	}
	for _, method := range methods {
		switch {
		case method == emailCode && !possible.Email:
			return recoveryWithoutConnector("email")
		case method == phoneCode && !possible.Phone:
			return recoveryWithoutConnector("sms")
		}
	}
	return nil
}

func recoveryWithoutConnector(kind string) error {
	return refuseSignIn("forgot_password_method_requires_connector",
		"Forgot password method requires a corresponding "+kind+" connector to be configured.")
}

// passwordExpiration is the policy as it would be: the one column that merges
// with what is stored, unless it is switched off.
func (c experienceChange) passwordExpiration() (map[string]any, error) {
	stored, err := column[map[string]any](c.current, "passwordExpiration")
	sent, _ := c.columns["passwordExpiration"].(map[string]any)
	if sent["enabled"] == false {
		return map[string]any{"enabled": false}, err
	}
	merged := maps.Clone(stored)
	maps.Copy(merged, sent)
	return merged, err
}

func (c experienceChange) checkExpiration() error {
	expiration, err := c.passwordExpiration()
	if err != nil {
		return err
	}
	next, err := c.next.with(map[string]any{"passwordExpiration": expiration})
	if err != nil {
		return err
	}
	return next.checkPasswordExpiration(c.connectors)
}

// checkPasswordExpiration refuses passwords that expire while nobody could replace one.
func (e signInExperience) checkPasswordExpiration(connectors []connector) error {
	expiration, expirationErr := column[map[string]any](e, "passwordExpiration")
	possible, recoveryErr := e.recovery(connectors)
	if err := cmp.Or(expirationErr, recoveryErr); err != nil {
		return err
	}
	if expiration["enabled"] != true || possible.Email || possible.Phone {
		return nil
	}
	return refuse(http.StatusUnprocessableEntity, "sign_in_experiences.password_expiration_requires_forgot_password",
		"Password expiration requires at least one forgot password method with a valid connector.")
}

// checkCloudOnly refuses what a self-hosted Logto cannot do.
func (c experienceChange) checkCloudOnly() error {
	policy, _ := c.columns["customUiCsp"].(map[string]any)
	blocklist, _ := c.columns["emailBlocklistPolicy"].(map[string]any)
	switch {
	case c.columns["hideLogtoBranding"] == true:
		return invalidRequest("Hide Logto branding is not supported in this environment")
	case !isEmpty(cleanDeep(policy)):
		return invalidRequest("Custom UI CSP configuration is not available")
	case blocklist["blockDisposableAddresses"] == true:
		return invalidRequest("Disposable email domain validation is not supported in this environment")
	}
	return nil
}

// addressOrDomain accepts foo@example.com and @example.com.
var addressOrDomain = regexp.MustCompile(
	`^[^\s@]*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$`)

// isBlocklistItem accepts an address or a domain, in which an asterisk may stand for any part.
func isBlocklistItem(item string) bool {
	if !strings.Contains(item, "*") {
		return addressOrDomain.MatchString(item)
	}
	_, domain, separated := strings.Cut(item, "@")
	return separated && !strings.ContainsFunc(item, unicode.IsSpace) &&
		strings.Contains(domain, ".") && !strings.ContainsAny(domain, "@") && !strings.Contains(domain, "..") &&
		!strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".") && strings.Trim(domain, "*.") != ""
}

func (c experienceChange) checkBlocklist() error {
	for _, items := range c.blocklists() {
		var wrong []string
		for _, item := range items {
			if !isBlocklistItem(item) && !slices.Contains(wrong, item) {
				wrong = append(wrong, item)
			}
		}
		if len(wrong) > 0 {
			return refuseSignIn("invalid_custom_email_blocklist_format", "Invalid custom email blocklist items: "+
				enumerate(wrong)+". Each item must be a valid email address or email domain, e.g., foo@example.com or @example.com.")
		}
	}
	return nil
}

// blocklists yields the lists of the email blocklist policy that the body has, by name.
func (c experienceChange) blocklists() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		policy, _ := c.columns["emailBlocklistPolicy"].(map[string]any)
		for _, name := range []string{"customAllowlist", "customBlocklist"} {
			items, sent := policy[name].([]any)
			addresses := make([]string, len(items))
			for i, item := range items {
				addresses[i], _ = item.(string)
			}
			if sent && !yield(name, addresses) {
				return
			}
		}
	}
}

// enumerate joins names as an English sentence does.
func enumerate(names []string) string {
	if len(names) < 3 {
		return strings.Join(names, " and ")
	}
	return strings.Join(names[:len(names)-1], ", ") + ", and " + names[len(names)-1]
}
