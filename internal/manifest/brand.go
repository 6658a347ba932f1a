package manifest

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
)

// The keys of a brand beside its name, and what else a template may refer to
// that shows the name.
const (
	keyColor   = "color"
	keyLogoURL = "logoUrl"
	keyLogo    = "logo"
)

// exampleName is the name of a product that nobody named.
const exampleName = "Example"

// brand is the brand that the references of templates are filled from.
type brand struct {
	email.Brand

	// asked says that the user was asked for the name.
	asked bool
}

// senderName returns the name that people know a product by whose brand has
// none: the sender's alias, else the domain of the sender address.
func senderName(fromAlias, accountName string) string {
	_, domain, _ := strings.Cut(accountName, "@")
	return cmp.Or(fromAlias, domain, exampleName)
}

// readBrand reads the brand of a file, which may be nil. What the file does not
// say has its default; the values that are given win over both.
func (d *decoder) readBrand(node *Node, name string, given map[string]string) {
	d.brand.Brand = email.Brand{Name: name, Color: email.DefaultColor}
	if node != nil && d.object(node, keyBrand, email.BrandKeys()...) {
		for _, member := range node.Members {
			if slices.Contains(email.BrandKeys(), member.Key.Text) {
				d.readBrandValue(member)
			}
		}
	}
	for key, text := range given {
		_ = d.brand.Set(key, text) // has been checked
	}
}

func (d *decoder) readBrandValue(member Member) {
	name := email.BrandPrefix + member.Key.Text
	if member.Value.Kind == KindNull && member.Key.Text == keyColor {
		d.fail(member.Value.Pos, name+" must be a string, not null", `# begins a comment in YAML, so put it in quotes: color: "`+email.DefaultColor+`"`)
		return
	}
	v, ok := d.text(member.Value, name)
	if !ok {
		return
	}
	if failure, failed := errors.AsType[*email.BrandError](d.brand.Set(member.Key.Text, v.text)); failed {
		d.fail(v.start, failure.Message, failure.Hint)
	}
}

// resolveIn resolves the references of a field of a template.
func (d *decoder) resolveIn(field string) resolver {
	return func(name string) (string, *unresolved) {
		part, ok := strings.CutPrefix(name, email.BrandPrefix)
		if !ok {
			text, wrong := d.variable(name)
			if wrong != nil && slices.Contains(email.KnownPlaceholders(email.Generic), name) {
				wrong.hint = "did you mean {{" + name + "}}?"
			}
			return text, wrong
		}
		if d.brand.Name == "" && (part == keyName || part == keyLogo) {
			return "", &unresolved{
				message: "there is no name for ${" + name + "}: the file names neither its brand nor a connector",
				hint:    "add brand: {name: ...}", once: true,
			}
		}
		text, err := d.brand.Fill(part, field)
		if failure, failed := errors.AsType[*email.BrandError](err); failed {
			return "", &unresolved{message: "${" + name + "}: " + failure.Message, hint: failure.Hint, always: true}
		}
		return text, nil
	}
}
