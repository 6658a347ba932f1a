package logto

import (
	"net/http"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// visit is a request of the sign-in page, with the sign-in that it belongs to.
type visit struct {
	request *http.Request
	session provider.Interaction
}

// experienceRoutes are what the sign-in page calls. A cookie of the provider
// says whose sign-in it is; a token plays no part.
func (s *Server) experienceRoutes() []route {
	event := object(field{"interactionEvent", eventGuard()})
	started := object(field{"interactionEvent", eventGuard()}, field{"captchaToken", optional(text())})
	of := func(method, path, operation, summary string, handle handler) route {
		return route{method, "/api/experience" + path, operation, summary, true, handle}
	}
	return []route{
		of(http.MethodPut, "", "InitInteraction", "Init new interaction", duringSignIn(s, started, s.startInteraction)),
		of(http.MethodPut, "/interaction-event", "UpdateInteractionEvent", "Update interaction event",
			duringInteraction(s, event, s.changeEvent)),
		of(http.MethodGet, "/interaction", "GetInteraction", "Get public interaction data",
			duringInteraction(s, anything, s.getInteraction)),
		of(http.MethodPost, "/verification/verification-code", "CreateAndSendVerificationCode", "Create and send verification code",
			duringInteraction(s, codeSendGuard(), s.sendVerificationCode)),
		of(http.MethodPost, "/verification/verification-code/verify", "VerifyVerificationCodeVerification", "Verify verification code",
			duringInteraction(s, codeVerifyGuard(), s.verifySentCode)),
		of(http.MethodPost, "/verification/password", "CreatePasswordVerification", "Create password verification record",
			duringInteraction(s, passwordVerificationGuard(), s.verifyPassword)),
		of(http.MethodPost, "/verification/new-password-identity", "CreateNewPasswordIdentityVerification",
			"Create new password identity verification", duringInteraction(s, newPasswordIdentityGuard(), s.createPasswordIdentity)),
		of(http.MethodPost, "/identification", "IdentifyUser", "Identify user for the current interaction",
			duringInteraction(s, identificationGuard(), s.identify)),
		of(http.MethodPost, "/profile", "AddUserProfile", "Add user profile", duringInteraction(s, profileGuard(), s.addProfile)),
		of(http.MethodPut, "/profile/password", "ResetUserPassword", "Reset user password",
			duringInteraction(s, object(field{"password", text()}), s.resetPassword)),
		of(http.MethodPost, "/submit", "SubmitInteraction", "Submit interaction", duringInteraction(s, anything, s.submitInteraction)),
		{http.MethodDelete, "/api/interaction", undocumented, "", true, duringSignIn(s, anything, s.abortInteraction)},
	}
}

// duringSignIn serves a request of a browser that has a sign-in under way.
func duringSignIn[T any](s *Server, g guard, handle func(v visit, body T) (answer, error)) handler {
	return visited(s, g, func(provider.Interaction) error { return nil }, handle)
}

// duringInteraction serves a request that goes on with an interaction, which
// an earlier request has started.
func duringInteraction[T any](s *Server, g guard, handle func(v visit, body T) (answer, error)) handler {
	started := func(session provider.Interaction) error {
		return s.state.change(func(t *tenant) error {
			_, err := t.interaction(session.UID)
			return err
		})
	}
	return visited(s, g, started, handle)
}

// visited looks for the sign-in, and whether it is as the route needs it,
// before it looks at the body, as Logto does.
func visited[T any](
	s *Server, g guard, accept func(provider.Interaction) error, handle func(v visit, body T) (answer, error),
) handler {
	return func(r *http.Request) (answer, error) {
		session, err := s.provider.Interaction(r)
		if err != nil {
			return answer{}, err
		}
		if err := accept(session); err != nil {
			return answer{}, err
		}
		return guardedBody(g, func(r *http.Request, body T) (answer, error) {
			return handle(visit{request: r, session: session}, body)
		})(r)
	}
}
