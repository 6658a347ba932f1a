package provider

import (
	_ "embed"
	"html"
	"net/http"
	"strings"
)

// The pages have no template language: all that varies is the form, between
// two comments.
var (
	//go:embed pages/form.html
	formPage string
	//go:embed pages/signed-out.html
	signedOutPage string
)

// formHere marks the place of the form in its page.
const formHere = "<!--form-->"

// writeAutoForm sends a page that posts the fields to a URL by itself. Without
// JavaScript its reader has to press the button.
func writeAutoForm(w http.ResponseWriter, status int, action string, fields []field) {
	var form strings.Builder
	form.WriteString(`<form method="post" action="` + html.EscapeString(action) + `">`)
	for _, f := range fields {
		form.WriteString(`<input type="hidden" name="` + html.EscapeString(f.name) + `" value="` + html.EscapeString(f.value) + `">`)
	}
	form.WriteString(`<button type="submit">Continue</button></form>`)
	writePage(w, status, strings.Replace(formPage, formHere, form.String(), 1))
}

func writePage(w http.ResponseWriter, status int, page string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(page))
}
