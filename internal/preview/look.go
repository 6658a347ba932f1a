package preview

import "github.com/logtoctl/logtoctl/internal/email/framed"

// mode returns the name of the colour scheme that a reader prefers.
func mode(dark bool) string {
	if dark {
		return "dark"
	}
	return "light"
}

// lookName returns a look as the page knows it: light, dark-no-images and so on.
func lookName(look framed.Look) string {
	name := mode(look.Dark)
	if look.Pictures == framed.NoPictures {
		name += "-no-images"
	}
	return name
}
