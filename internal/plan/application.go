package plan

import (
	"slices"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Application is what the user wants an application to be. A nil field or list
// was not mentioned: it keeps its live value, or gets Logto's default.
type Application struct {
	Key                     string
	DerivedKey              bool // the key was made from the name, not chosen
	Name                    *string
	Type                    logtoadmin.ApplicationType
	Description             *string
	RedirectURIs            []string
	PostSignOutRedirectURIs []string

	// Settings in customClientMetadata.
	CORSAllowedOrigins      []string
	AlwaysIssueRefreshToken *bool
	RotateRefreshToken      *bool
	RefreshTokenTTLInDays   *int
}

// ApplicationChange is what would happen to one application.
type ApplicationChange struct {
	Status Status
	Live   logtoadmin.Application // the zero value when it is to be created
	Want   Application            // the zero value when it is to be deleted
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
		if collides(mine[0], want) {
			return ApplicationChange{}, &SameKeyError{Application: mine[0], Name: *want.Name}
		}
		return ChangeApplication(mine[0], want, adopt)
	default:
		return ApplicationChange{}, &AmbiguousError{Reference: mine[0].Name, Candidates: mine}
	}
}

// collides tells two names that make the same key, such as "C++ Shop" and
// "C# Shop", from one application that was renamed at the console.
func collides(live logtoadmin.Application, want Application) bool {
	return want.DerivedKey && want.Name != nil && live.Name != *want.Name && Slug(live.Name) == want.Key
}

// UpdateApplication says how the application that the user named gets to what
// is wanted. Its errors are those of [Find] and [ChangeApplication].
func UpdateApplication(live []logtoadmin.Application, reference string, want Application, adopt bool) (ApplicationChange, error) {
	found, err := Find(live, reference)
	if err != nil {
		return ApplicationChange{}, err
	}
	if Key(found) == "" && adopt {
		key := Slug(found.Name)
		if _, taken := WithKey(live, key); key == "" || taken {
			return ApplicationChange{}, &NoKeyError{Application: found}
		}
	}
	return ChangeApplication(found, want, adopt)
}

func createApplication(want Application) (ApplicationChange, error) {
	custom, err := owned(nil, want.Key)
	if err != nil {
		return ApplicationChange{}, err
	}
	client, err := changeSettings(nil, want)
	if err != nil {
		return ApplicationChange{}, err
	}
	request := logtoadmin.CreateApplicationRequest{
		Name:                 value(want.Name),
		Type:                 want.Type,
		CustomData:           custom,
		CustomClientMetadata: client.metadata,
		OIDCClientMetadata: &logtoadmin.OIDCClientMetadata{
			RedirectURIs:           want.RedirectURIs,
			PostLogoutRedirectURIs: want.PostSignOutRedirectURIs,
		},
		Description: value(want.Description),
	}
	return ApplicationChange{Status: Created, Want: want, Create: request}, nil
}

// ChangeApplication says how one live application gets to what the user wants.
// Each top-level column is replaced whole by the server, so the request holds
// the live column with the wanted parts put in.
func ChangeApplication(live logtoadmin.Application, want Application, adopt bool) (ApplicationChange, error) {
	change := ApplicationChange{Live: live, Want: want}
	if want.Type != "" && want.Type != live.Type {
		return change, &TypeError{Application: live, Want: want.Type}
	}
	if err := change.own(want.Key, adopt); err != nil {
		return change, err
	}
	change.text("name", live.Name, want.Name, &change.Update.Name)
	change.text("description", live.Description, want.Description, &change.Update.Description)
	change.redirects(want)
	client, err := changeSettings(live.CustomClientMetadata, want)
	if err != nil {
		return change, err
	}
	change.Fields = append(change.Fields, client.fields...)
	change.Update.CustomClientMetadata = client.metadata
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
	c.Fields = compare(c.Fields, keyPath, current, key)
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

// Wanted returns the application as it would be after the change.
func (c ApplicationChange) Wanted() logtoadmin.Application {
	if c.Status == Created {
		return logtoadmin.Application{
			Name: c.Create.Name, Description: c.Create.Description, Type: c.Create.Type,
			OIDCClientMetadata: *c.Create.OIDCClientMetadata, CustomClientMetadata: c.Create.CustomClientMetadata, CustomData: c.Create.CustomData,
		}
	}
	wanted := c.Live
	if c.Update.Name != nil {
		wanted.Name = *c.Update.Name
	}
	if c.Update.Description != nil {
		wanted.Description = *c.Update.Description
	}
	if c.Update.OIDCClientMetadata != nil {
		wanted.OIDCClientMetadata = *c.Update.OIDCClientMetadata
	}
	if c.Update.CustomClientMetadata != nil {
		wanted.CustomClientMetadata = c.Update.CustomClientMetadata
	}
	if c.Update.CustomData != nil {
		wanted.CustomData = c.Update.CustomData
	}
	return wanted
}

func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
