package plan

import (
	"fmt"
	"slices"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Application is what the user wants an application to be. A nil field or list
// was not mentioned: it keeps its live value, or gets Logto's default.
type Application struct {
	Key                     string
	Name                    *string
	Type                    logtoadmin.ApplicationType
	Description             *string
	RedirectURIs            []string
	PostSignOutRedirectURIs []string
}

// ApplicationChange is what would happen to one application.
type ApplicationChange struct {
	Status Status
	Live   logtoadmin.Application // the zero value when it is to be created
	Fields []Field
	Create logtoadmin.CreateApplicationRequest // set when Status is Created
	Update logtoadmin.UpdateApplicationRequest // set when Status is Updated
}

// EnsureApplication finds the application that the user wants among the live
// ones, by its ownership key, else by its name, and says how to get there. One
// that logtoctl does not own under that key is only touched with adopt. Its
// errors are [AmbiguousError], [NotOwnedError], [OtherKeyError] and [TypeError].
func EnsureApplication(live []logtoadmin.Application, want Application, adopt bool) (ApplicationChange, error) {
	mine := filter(live, func(a logtoadmin.Application) bool { return want.Key != "" && Key(a) == want.Key })
	if len(mine) == 0 && want.Name != nil {
		mine = filter(live, func(a logtoadmin.Application) bool { return a.Name == *want.Name })
	}
	switch len(mine) {
	case 0:
		return createApplication(want)
	case 1:
		return ChangeApplication(mine[0], want, adopt)
	default:
		return ApplicationChange{}, &AmbiguousError{Reference: mine[0].Name, Candidates: mine}
	}
}

func createApplication(want Application) (ApplicationChange, error) {
	custom, err := owned(nil, want.Key)
	if err != nil {
		return ApplicationChange{}, err
	}
	request := logtoadmin.CreateApplicationRequest{
		Name:       value(want.Name),
		Type:       want.Type,
		CustomData: custom,
		OIDCClientMetadata: &logtoadmin.OIDCClientMetadata{
			RedirectURIs:           want.RedirectURIs,
			PostLogoutRedirectURIs: want.PostSignOutRedirectURIs,
		},
		Description: value(want.Description),
	}
	return ApplicationChange{Status: Created, Create: request}, nil
}

// ChangeApplication says how one live application gets to what the user wants.
// Each top-level column is replaced whole by the server, so the request holds
// the live column with the wanted parts put in.
func ChangeApplication(live logtoadmin.Application, want Application, adopt bool) (ApplicationChange, error) {
	change := ApplicationChange{Live: live}
	if want.Type != "" && want.Type != live.Type {
		return change, &TypeError{Application: live, Want: want.Type}
	}
	if err := change.own(want.Key, adopt); err != nil {
		return change, err
	}
	change.text("name", live.Name, want.Name, &change.Update.Name)
	change.text("description", live.Description, want.Description, &change.Update.Description)
	change.redirects(want)
	change.Status = statusOf(change.Fields)
	return change, nil
}

// own refuses an application of somebody else, or marks it as logtoctl's. A
// change that names no key is about whichever key the application has.
func (c *ApplicationChange) own(key string, adopt bool) error {
	current := Key(c.Live)
	switch {
	case current != "" && (key == "" || key == current):
		return nil
	case current != "" && !adopt:
		return &OtherKeyError{Application: c.Live, Want: key}
	case !adopt:
		return &NotOwnedError{Application: c.Live}
	case key == "":
		key = Slug(c.Live.Name)
	}
	custom, err := owned(c.Live.CustomData, key)
	if err != nil {
		return err
	}
	c.Update.CustomData = custom
	c.Fields = compare(c.Fields, "customData.logtoctl.key", current, key)
	return nil
}

func (c *ApplicationChange) text(path, live string, want *string, target **string) {
	if want == nil || *want == live {
		return
	}
	c.Fields = compare(c.Fields, path, live, *want)
	*target = want
}

func (c *ApplicationChange) redirects(want Application) {
	metadata := c.Live.OIDCClientMetadata
	before := len(c.Fields)
	c.Fields = uris(c.Fields, "oidcClientMetadata.redirectUris", &metadata.RedirectURIs, want.RedirectURIs)
	c.Fields = uris(c.Fields, "oidcClientMetadata.postLogoutRedirectUris", &metadata.PostLogoutRedirectURIs, want.PostSignOutRedirectURIs)
	if len(c.Fields) > before {
		c.Update.OIDCClientMetadata = &metadata
	}
}

func uris(fields []Field, path string, live *[]string, want []string) []Field {
	if want == nil || sameSet(*live, want) {
		return fields
	}
	fields = compare(fields, path, slices.Clone(*live), want)
	*live = want
	return fields
}

func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// TypeError says that an application exists with another type, which Logto
// cannot change.
type TypeError struct {
	Application logtoadmin.Application
	Want        logtoadmin.ApplicationType
}

// Error names both types.
func (e *TypeError) Error() string {
	return fmt.Sprintf("the application %q (%s) is of type %s, not %s, and Logto cannot change the type", e.Application.Name, e.Application.ID, e.Application.Type, e.Want)
}

// Code is the code of the error document.
func (e *TypeError) Code() string { return "application_type_differs" }

// Hint says what can be done.
func (e *TypeError) Hint() string {
	return "choose another name and --key, or delete it first: logtoctl app delete " + e.Application.ID
}
