package plan_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// dice makes tenants and files by chance, from so few words that they meet.
type dice struct{ *rand.Rand }

func roll(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 1))} }

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

func pickOne[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

// maybe returns a value that is not mentioned half of the time.
func maybe[T any](d dice, from ...T) *T {
	if d.chance(50) {
		return nil
	}
	return new(pickOne(d, from...))
}

// some returns a list that is nil, empty, or has a few of the values.
func some(d dice, from ...string) []string {
	if d.chance(30) {
		return nil
	}
	list := []string{}
	for range d.IntN(4) {
		list = append(list, pickOne(d, from...))
	}
	return list
}

func (d dice) uris() []string {
	return some(d, "https://a.example", "https://b.example", "https://c.example/callback")
}

func (d dice) text() string { return pickOne(d, "", "one", "two\n<p>lines</p>\n", "三") }

func (d dice) state() plan.State {
	state := plan.State{Self: "self", Experience: d.experience()}
	for i := range d.IntN(6) {
		live := bookstore(withID(fmt.Sprintf("app%d", i)), withName(pickOne(d, "A", "B", "C", "D")), withSettings(pickOne(d,
			"", "{}", `{"idTokenTtl":3600,"rotateRefreshToken":false}`, `{"refreshTokenTtlInDays":14,"corsAllowedOrigins":["https://a.example"]}`)))
		live.Description = d.text()
		live.OIDCClientMetadata.RedirectURIs, live.OIDCClientMetadata.PostLogoutRedirectURIs = d.uris(), d.uris()
		delete(live.CustomData, "logtoctl")
		if d.chance(70) {
			live.CustomData["logtoctl"] = json.RawMessage(fmt.Sprintf(`{"key":%q}`, pickOne(d, "a", "b", "c", "d", "e", "f")))
		}
		state.Applications = append(state.Applications, live)
	}
	state.Connectors = []logtoadmin.Connector{{ID: "sms", Type: "Sms"}}
	switch d.IntN(3) {
	case 0:
		state.Connectors = append(state.Connectors, logtoadmin.Connector{ID: "smtp", ConnectorID: "smtp", Type: "Email"})
	case 1:
		config, _ := compacted(map[string]any(d.config(liveSecret))).(map[string]any)
		state.Connectors = append(state.Connectors, logtoadmin.Connector{ID: "dm", ConnectorID: plan.AliyunDirectMail, Type: "Email", Config: config})
	}
	state.Templates = d.templates()
	state.DirectMail = d.directMail()
	return state
}

// directMail is an account with a few objects; rarely with a sender address that
// nothing can be done about.
func (d dice) directMail() plan.DirectMailState {
	var state plan.DirectMailState
	for i, name := range []string{"a.example", "b.example"} {
		if d.chance(70) {
			status := pickOne(d, aliyundm.DomainVerified, aliyundm.DomainUnverified, aliyundm.DomainWithoutICP)
			state.Domains = append(state.Domains, aliyundm.Domain{ID: fmt.Sprint(i), Name: name, Status: status})
		}
		if d.chance(50) {
			sendType := pickOne(d, aliyundm.SendTypeTrigger, aliyundm.SendTypeTrigger, aliyundm.SendTypeTrigger, aliyundm.SendTypeBatch)
			reply := pickOne(d, "", "help@c.example", "old@c.example")
			state.Senders = append(state.Senders, aliyundm.MailAddress{ID: fmt.Sprint(10 + i), AccountName: "noreply@" + name, SendType: sendType, ReplyAddress: reply})
		}
	}
	if d.chance(50) {
		state.Tags = []aliyundm.Tag{{ID: "20", Name: "codes"}}
	}
	return state
}

func (d dice) directMailWish() *plan.DirectMail {
	name := pickOne(d, "a.example", "b.example", "B.Example")
	want := plan.DirectMail{Tag: pickOne(d, "", "codes", "news")}
	if d.chance(80) {
		want.Domain = name
	}
	if d.chance(70) {
		want.Sender, want.ReplyAddress = "noreply@"+name, pickOne(d, "", "help@c.example")
	}
	return &want
}

func (d dice) config(secret string) logtoadmin.ConnectorConfig {
	config := logtoadmin.ConnectorConfig{"accessKeySecret": secret}
	for _, key := range []string{"accessKeyId", "regionId", "accountName", "fromAlias"} {
		if d.chance(70) {
			config[key] = d.text()
		}
	}
	templates := []any{}
	for _, usageType := range []string{"SignIn", "Register", "Generic"} {
		if d.chance(60) {
			templates = append(templates, template(usageType, d.text(), d.text()))
		}
	}
	if config["templates"] = templates; d.chance(20) {
		delete(config, "templates")
	}
	return config
}

func (d dice) templates() []logtoadmin.EmailTemplate {
	var templates []logtoadmin.EmailTemplate
	for _, tag := range []string{"ja", "zh-CN"} {
		for _, usageType := range []string{"SignIn", "Generic"} {
			if d.chance(50) {
				templates = append(templates, logtoadmin.EmailTemplate{LanguageTag: tag, TemplateType: usageType, Details: logtoadmin.EmailTemplateDetails{
					Subject: d.text(), Content: d.text(), ContentType: pickOne(d, "", "text/html", "text/plain"), ReplyTo: d.text(), SendFrom: d.text(),
				}})
			}
		}
	}
	return templates
}

func (d dice) experience() logtoadmin.SignInExperience {
	all := slices.Collect(methodLists())
	experience := logtoadmin.SignInExperience{
		SignUp: pickOne(d, slices.Collect(signUps())...), SignIn: logtoadmin.SignIn{Methods: pickOne(d, all...)},
	}
	experience.ForgotPasswordMethods.Supported = true
	experience.ForgotPasswordMethods.Methods = pickOne(d, nil, []string{}, []string{logtoadmin.ForgotPasswordByPhone}, []string{logtoadmin.ForgotPasswordByEmail})
	return experience
}

func (d dice) desired() plan.Desired {
	var want plan.Desired
	names := []string{"A", "B", "C", "D", "E"}
	d.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for i, key := range []string{"a", "b", "c", "d"} {
		if d.chance(50) {
			want.Applications = append(want.Applications, plan.Application{
				Key: key, Name: &names[i], Type: logtoadmin.ApplicationTypeTraditional, Description: maybe(d, "", "one", "two"),
				RedirectURIs: d.uris(), PostSignOutRedirectURIs: d.uris(), CORSAllowedOrigins: d.uris(),
				AlwaysIssueRefreshToken: maybe(d, true, false), RotateRefreshToken: maybe(d, true, false), RefreshTokenTTLInDays: maybe(d, 1, 14, 30),
			})
		}
	}
	if d.chance(60) {
		want.Connector = d.config(wantedSecret)
	}
	if d.chance(60) {
		want.Templates = d.templates()
	}
	if d.chance(60) {
		want.Email = new(pickOne(d, slices.Collect(wishes())...))
		want.Email.ForgotPassword = d.chance(50)
	}
	if d.chance(50) {
		want.DirectMail = d.directMailWish()
	}
	return want
}

func (d dice) consent() plan.Consent {
	return plan.Consent{Adopt: d.chance(70), Replace: d.chance(70), Prune: d.chance(50)}
}
