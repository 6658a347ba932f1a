package page_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/page"
)

// rightCode is the code of every mail, until it is replaced.
const rightCode = "495172"

// experience is an answer of GET /api/.well-known/sign-in-exp.
type experience = map[string]any

// method is a way to sign in.
type method struct {
	Identifier        string `json:"identifier"`
	Password          bool   `json:"password"`
	VerificationCode  bool   `json:"verificationCode"`
	IsPasswordPrimary bool   `json:"isPasswordPrimary"`
}

// tenant is an experience in which people sign in and up by emailed code, as
// logtoctl sets it up, with changes.
func tenant(changes ...experience) experience {
	made := experience{
		"color":              experience{"primaryColor": "#5d34f2", "isDarkModeEnabled": true, "darkPrimaryColor": "#7958ff"},
		"branding":           experience{"logoUrl": "https://logto.io/logo.svg", "darkLogoUrl": "https://logto.io/logo-dark.svg"},
		"languageInfo":       experience{"autoDetect": true, "fallbackLanguage": "en"},
		"termsOfUseUrl":      nil,
		"privacyPolicyUrl":   nil,
		"agreeToTermsPolicy": "Automatic",
		"signIn":             experience{"methods": []method{{Identifier: "email", VerificationCode: true}}},
		"signUp":             experience{"identifiers": []string{"email"}, "password": false, "verify": true},
		"signInMode":         "SignInAndRegister",
		"passwordPolicy":     experience{},
		"socialConnectors":   []string{},
		"forgotPassword":     experience{"phone": false, "email": true},
	}
	for _, change := range changes {
		maps.Copy(made, change)
	}
	return made
}

func signInWith(methods ...method) experience {
	return experience{"signIn": experience{"methods": append([]method{}, methods...)}}
}

func signUpWith(password bool, identifiers ...string) experience {
	return experience{"signUp": experience{"identifiers": append([]string{}, identifiers...), "password": password, "verify": true}}
}

// refusal is an answer of Logto with a code.
type refusal struct {
	Status  int    `json:"-"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

// fakeLogto is as much of the Experience API as the page needs, for one browser.
// It keeps to the order of the calls, and notes them.
type fakeLogto struct {
	*httptest.Server
	t *testing.T

	mu         sync.Mutex
	experience experience
	users      map[string]string    // password by identifier; none for an empty one
	refusals   map[string][]refusal // by call, each given once
	calls      []string
	code       string
	sent       int
	event      string
	target     string // the identifier that a code was sent to
	verified   string
	known      bool
	profile    map[string]string
	session    bool
}

func newLogto(t *testing.T, e experience) *fakeLogto {
	t.Helper()
	f := &fakeLogto{t: t, experience: e, users: map[string]string{}, refusals: map[string][]refusal{}, profile: map[string]string{}, session: true}
	pages := page.New(page.Options{
		ApplicationName: func(id string) string { return map[string]string{"app": "Bookstore"}[id] },
		InboxURL:        "http://localhost:3003/",
		HasInteraction:  func(*http.Request) bool { f.mu.Lock(); defer f.mu.Unlock(); return f.session },
	})
	mux := http.NewServeMux()
	for _, pattern := range page.Patterns() {
		mux.Handle(pattern, pages)
	}
	mux.HandleFunc("/app", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, "<title>the app</title>back in the app")
	})
	mux.HandleFunc("/api/", f.api)
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

// refuse has the next of some calls refused.
func (f *fakeLogto) refuse(call string, all ...refusal) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refusals[call] = append(f.refusals[call], all...)
}

func (f *fakeLogto) api(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	call := r.Method + " " + strings.TrimPrefix(r.URL.Path, "/api/")
	var body struct {
		InteractionEvent, Code, VerificationID, Password, Type, Value string
		Identifier                                                    struct{ Type, Value string }
	}
	_ = json.NewDecoder(r.Body).Decode(&body) // a GET has none
	if next := f.refusals[call]; len(next) > 0 {
		f.refusals[call] = next[1:]
		f.answer(w, call, next[0].Status, next[0])
		return
	}
	identifier := body.Identifier.Value
	switch call {
	case "GET .well-known/sign-in-exp":
		f.answer(w, call, http.StatusOK, f.experience)
	case "PUT experience":
		f.event, f.target, f.verified, f.known, f.profile = body.InteractionEvent, "", "", false, map[string]string{}
		f.answer(w, call, http.StatusNoContent, nil)
	case "PUT experience/interaction-event":
		f.event = body.InteractionEvent
		f.answer(w, call, http.StatusNoContent, nil)
	case "POST experience/verification/verification-code":
		f.sent++
		f.target, f.code = identifier, rightCode
		f.answer(w, call+" "+body.InteractionEvent, http.StatusOK, map[string]string{"verificationId": fmt.Sprintf("v%d", f.sent)})
	case "POST experience/verification/verification-code/verify":
		f.verifyCode(w, call, body.Code, body.VerificationID)
	case "POST experience/verification/password":
		if password := f.users[identifier]; password == "" || password != body.Password {
			f.answer(w, call, http.StatusUnprocessableEntity, refusal{Code: "session.invalid_credentials", Message: "Incorrect account or password."})
			return
		}
		f.verified = identifier
		f.answer(w, call, http.StatusOK, map[string]string{"verificationId": "p"})
	case "POST experience/profile":
		f.addProfile(w, call, body.Type, body.Value)
	case "PUT experience/profile/password":
		f.users[f.verified] = body.Password
		f.answer(w, call, http.StatusNoContent, nil)
	case "POST experience/identification":
		f.identify(w, call)
	case "POST experience/submit":
		f.submit(w, call)
	case "DELETE interaction":
		w.Header().Set("Location", "/app?error=access_denied")
		f.answer(w, call, http.StatusNoContent, nil)
	default:
		f.t.Errorf("unexpected call %s", call)
		f.answer(w, call, http.StatusNotFound, nil)
	}
}

func (f *fakeLogto) verifyCode(w http.ResponseWriter, call, code, id string) {
	switch {
	case id != fmt.Sprintf("v%d", f.sent):
		f.answer(w, call, http.StatusBadRequest, refusal{Code: "verification_code.not_found"})
	case code != f.code:
		f.answer(w, call, http.StatusBadRequest, refusal{Code: "verification_code.code_mismatch", Message: "Invalid verification code."})
	default:
		f.verified, f.code = f.target, "" // it counts once
		f.answer(w, call, http.StatusOK, map[string]string{"verificationId": id})
	}
}

func (f *fakeLogto) addProfile(w http.ResponseWriter, call, kind, value string) {
	if _, taken := f.users[value]; taken && kind == "username" {
		f.answer(w, call, http.StatusUnprocessableEntity, refusal{Code: "user.username_already_in_use"})
		return
	}
	f.profile[kind] = value
	f.answer(w, call+" "+kind, http.StatusNoContent, nil)
}

func (f *fakeLogto) identify(w http.ResponseWriter, call string) {
	_, exists := f.users[f.verified]
	call += " " + f.event
	signUp, _ := f.experience["signUp"].(experience)
	switch {
	case f.event != "Register" && !exists:
		f.answer(w, call, http.StatusNotFound, refusal{Code: "user.user_not_exist", Message: "User does not exist."})
	case f.event == "Register" && exists:
		f.answer(w, call, http.StatusUnprocessableEntity, refusal{Code: "user.email_already_in_use"})
	case f.event == "Register" && signUp["password"] == true && f.profile["password"] == "":
		f.answer(w, call, http.StatusUnprocessableEntity, refusal{Code: "user.missing_profile", Data: map[string][]string{"missingProfile": {"password"}}})
	case f.event == "Register":
		f.users[f.verified+f.profile["username"]] = f.profile["password"]
		f.known = true
		f.answer(w, call, http.StatusCreated, nil)
	default:
		f.known = true
		f.answer(w, call, http.StatusNoContent, nil)
	}
}

func (f *fakeLogto) submit(w http.ResponseWriter, call string) {
	switch {
	case !f.known:
		f.answer(w, call, http.StatusNotFound, refusal{Code: "session.identifier_not_found"})
	case f.event == "ForgotPassword":
		f.answer(w, call, http.StatusOK, nil)
	default:
		f.answer(w, call, http.StatusOK, map[string]string{"redirectTo": "/app?code=1"})
	}
}

func (f *fakeLogto) answer(w http.ResponseWriter, call string, status int, body any) {
	f.calls = append(f.calls, fmt.Sprintf("%s %d", call, status))
	if body == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the browser may have gone
}

func (f *fakeLogto) root() string { return f.URL }

// made returns the calls of the Experience API since it was asked last.
func (f *fakeLogto) made() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	calls := slices.DeleteFunc(f.calls, func(call string) bool { return strings.HasPrefix(call, "GET ") })
	f.calls = nil
	return calls
}
