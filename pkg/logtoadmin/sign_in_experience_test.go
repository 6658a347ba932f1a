package logtoadmin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func fresh() logtoadmin.SignInExperience {
	return logtoadmin.SignInExperience{
		SignUp: logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{logtoadmin.IdentifierUsername}, Password: true},
		SignIn: logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{
			{Identifier: logtoadmin.IdentifierUsername, Password: true, IsPasswordPrimary: true},
		}},
		SignInMode:                   logtoadmin.SignInModeSignInAndRegister,
		MFA:                          logtoadmin.MFA{Factors: []string{}, Policy: "UserControlled"},
		LanguageInfo:                 logtoadmin.LanguageInfo{AutoDetect: true, FallbackLanguage: "en"},
		SocialSignInConnectorTargets: []string{},
		ForgotPasswordMethods:        logtoadmin.ForgotPasswordMethods{Supported: true, Methods: []string{}},
	}
}

func TestSignInExperienceService_recordings(t *testing.T) {
	t.Parallel()
	byEmail := fresh()
	byEmail.SignUp = logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{logtoadmin.IdentifierEmail}, Verify: true}
	byEmail.SignIn = logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{
		{Identifier: logtoadmin.IdentifierEmail, VerificationCode: true},
	}}
	second := fresh()
	second.SignUp.Verify = true
	second.SignUp.SecondaryIdentifiers = []logtoadmin.SecondaryIdentifier{{Identifier: logtoadmin.IdentifierEmail, Verify: true}}
	second.SignIn.Methods = append(second.SignIn.Methods, logtoadmin.SignInMethod{
		Identifier: logtoadmin.IdentifierEmail, Password: true, VerificationCode: true, IsPasswordPrimary: true,
	})
	recovery := byEmail
	recovery.SignUp.Password = true
	recovery.ForgotPasswordMethods.Methods = []string{logtoadmin.ForgotPasswordByEmail}
	run(t, []exchange{
		{"042-sie-get-initial", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.SignInExperience.Get(ctx)
		}, fresh()},
		{"073-sie-patch-email", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.SignInExperience.Update(ctx, logtoadmin.SignInExperiencePatch{SignUp: &byEmail.SignUp, SignIn: &byEmail.SignIn})
		}, byEmail},
		{"074-sie-patch-email-and-username", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.SignInExperience.Update(ctx, logtoadmin.SignInExperiencePatch{SignUp: &second.SignUp, SignIn: &second.SignIn})
		}, second},
		{"081-sie-patch-forgot-password", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.SignInExperience.Update(ctx, logtoadmin.SignInExperiencePatch{
				ForgotPasswordMethods: &[]string{logtoadmin.ForgotPasswordByEmail},
			})
		}, recovery},
	})
}

func TestForgotPasswordMethods_states(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body string
		want logtoadmin.ForgotPasswordMethods
	}{
		"old server":     {`{}`, logtoadmin.ForgotPasswordMethods{}},
		"server decides": {`{"forgotPasswordMethods": null}`, logtoadmin.ForgotPasswordMethods{Supported: true}},
		"none":           {`{"forgotPasswordMethods": []}`, logtoadmin.ForgotPasswordMethods{Supported: true, Methods: []string{}}},
		"email": {`{"forgotPasswordMethods": ["EmailVerificationCode"]}`, logtoadmin.ForgotPasswordMethods{
			Supported: true, Methods: []string{logtoadmin.ForgotPasswordByEmail},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var experience logtoadmin.SignInExperience
			if err := json.Unmarshal([]byte(test.body), &experience); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, experience.ForgotPasswordMethods); diff != "" {
				t.Errorf("methods (-want +got):\n%s", diff)
			}
			encoded, err := json.Marshal(experience)
			if err != nil {
				t.Fatal(err)
			}
			var again logtoadmin.SignInExperience
			if err := json.Unmarshal(encoded, &again); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, again.ForgotPasswordMethods); diff != "" {
				t.Errorf("methods after a round trip (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSignInExperiencePatch_encoding(t *testing.T) {
	t.Parallel()
	var serverDecides []string
	tests := map[string]struct {
		patch logtoadmin.SignInExperiencePatch
		want  string
	}{
		"nothing":         {logtoadmin.SignInExperiencePatch{}, `{}`},
		"server decides":  {logtoadmin.SignInExperiencePatch{ForgotPasswordMethods: &serverDecides}, `{"forgotPasswordMethods":null}`},
		"no nil lists":    {logtoadmin.SignInExperiencePatch{SignUp: &logtoadmin.SignUp{}, SignIn: &logtoadmin.SignIn{}}, `{"signUp":{"identifiers":[],"password":false,"verify":false},"signIn":{"methods":[]}}`},
		"no recovery":     {logtoadmin.SignInExperiencePatch{ForgotPasswordMethods: &[]string{}}, `{"forgotPasswordMethods":[]}`},
		"unknown is kept": {logtoadmin.SignInExperiencePatch{SignIn: &logtoadmin.SignIn{Extra: map[string]json.RawMessage{"new": []byte("1")}}}, `{"signIn":{"methods":[],"new":1}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.patch)
			if err != nil || string(got) != test.want {
				t.Errorf("patch is %s, %v; want %s", got, err, test.want)
			}
		})
	}
}

// A server that is newer than this package has fields which it does not know.
// They survive reading, changing and writing, at every level that is replaced
// whole.
func TestSignIn_unknownFieldsSurvive(t *testing.T) {
	t.Parallel()
	const read = `{
		"signUp": {"identifiers": ["username"], "password": true, "verify": false, "captcha": {"on": [1, 2]},
			"secondaryIdentifiers": [{"identifier": "email", "verify": true, "hint": "work"}]},
		"signIn": {"methods": [{"identifier": "username", "password": true, "verificationCode": false,
			"isPasswordPrimary": true, "passkey": null}], "order": "fixed"}}`
	var experience logtoadmin.SignInExperience
	if err := json.Unmarshal([]byte(read), &experience); err != nil {
		t.Fatal(err)
	}
	experience.SignUp.Verify = true
	written, err := json.Marshal(logtoadmin.SignInExperiencePatch{SignUp: &experience.SignUp, SignIn: &experience.SignIn})
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Replace([]byte(read), []byte(`"verify": false`), []byte(`"verify": true`), 1)
	if diff := cmp.Diff(decoded(t, want), decoded(t, written)); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}

// FuzzSignUp_roundTrip: whatever object a server sends, decoding and encoding it
// loses no field, and doing so again changes nothing.
func FuzzSignUp_roundTrip(f *testing.F) {
	f.Add([]byte(`{"identifiers": ["email"], "password": false, "verify": true}`))
	f.Add([]byte(`{"identifiers": [], "secondaryIdentifiers": [{"identifier": "emailOrPhone", "x": 1}], "new": {"a": [null]}}`))
	f.Add([]byte(`{"Password": true, "": 1, "verify": null, "<&>": "\u2028"}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second logtoadmin.SignUp
		if json.Unmarshal(data, &first) != nil {
			return
		}
		once, err := json.Marshal(first)
		if err != nil {
			t.Fatalf("encode %s: %v", data, err)
		}
		var sent, kept map[string]json.RawMessage
		if json.Unmarshal(data, &sent) != nil || json.Unmarshal(once, &kept) != nil {
			t.Fatalf("%s became %s, which is not an object", data, once)
		}
		for name := range sent {
			if _, ok := kept[name]; !ok && name != "secondaryIdentifiers" { // left out when empty
				t.Errorf("%s became %s without %q", data, once, name)
			}
		}
		if err := json.Unmarshal(once, &second); err != nil {
			t.Fatalf("decode %s: %v", once, err)
		}
		twice, err := json.Marshal(second)
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%s became %s, %v", once, twice, err)
		}
	})
}
