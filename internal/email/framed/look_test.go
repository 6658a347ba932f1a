package framed

import "testing"

func TestMail_look(t *testing.T) {
	t.Parallel()
	light, dark, bare, all := Look{}, Look{Dark: true}, Look{Pictures: NoPictures}, Look{Pictures: AllPictures}
	for _, test := range []struct {
		name, source string
		look         Look
		want         string
	}{
		{"dark, for the dark", "<style>@media (prefers-color-scheme: dark) {a{}}</style>", dark, "<style>@media (min-width: 0px) {a{}}</style>"},
		{"dark, for the light", "<style>@media (prefers-color-scheme: dark) {a{}}</style>", light, "<style>@media (max-width: 0px) {a{}}</style>"},
		{"light, for the dark", "<style>@media(Prefers-Color-Scheme:LIGHT){a{}}</style>", dark, "<style>@media(max-width: 0px){a{}}</style>"},
		{"among others", "<style>@media screen and (prefers-color-scheme: dark) and (max-width: 9px), print {a{}}</style>", dark, "<style>@media screen and (min-width: 0px) and (max-width: 9px), print {a{}}</style>"},
		{"in an attribute", `<style media="(prefers-color-scheme: dark)">a{}</style>`, light, `<style media="(max-width: 0px)">a{}</style>`},
		{"in the text", "<p>@media (prefers-color-scheme: dark)</p>", dark, "<p>@media (prefers-color-scheme: dark)</p>"},
		{"both schemes, for the dark", "<style>:root { color-scheme: light dark; supported-color-schemes: light dark }</style>", dark, "<style>:root { color-scheme: dark; supported-color-schemes: light dark }</style>"},
		{"both schemes, for the light", `<meta name="color-scheme" content="light dark">`, light, `<meta name="color-scheme" content="light"/>`},
		{"only light", `<meta name="color-scheme" content="light">`, dark, `<meta name="color-scheme" content="light"/>`},
		{"only dark", `<p style="color-scheme: dark"></p>`, light, `<p style="color-scheme: dark"></p>`},
		{"a normal scheme", `<p style="color-scheme:normal"></p>`, dark, `<p style="color-scheme:normal"></p>`},
		{"a picture from elsewhere", `<img width="120" src="https://a.example/a.png" srcset="b 2x" height="40" alt="A &amp; B">`, light, `<img width="120" height="40" alt="A &amp; B" src="` + standIn("120", "40", "A & B") + `"/>`},
		{"without pictures", `<img src="https://a.example/a.png" srcset="b 2x" alt="A">`, bare, `<img alt="A"/>`},
		{"with all pictures", `<img src="https://a.example/a.png" srcset="b 2x" alt="A">`, all, `<img src="https://a.example/a.png" srcset="b 2x" alt="A"/>`},
		{"a picture of its own", `<img src="data:image/gif;base64,R0lGOD" alt="">`, light, `<img src="data:image/gif;base64,R0lGOD" alt=""/>`},
		{"none of its own without pictures", `<img src="data:image/gif;base64,R0lGOD" alt="">`, bare, `<img alt=""/>`},
		{"a source", `<source srcset="https://a.example/dark.png" media="(prefers-color-scheme: dark)">`, dark, `<source media="(min-width: 0px)"/>`},
		{"a source with all pictures", `<source srcset="https://a.example/dark.png">`, all, `<source srcset="https://a.example/dark.png"/>`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got, want := Mail("<body>"+test.source, test.look), document(test.want); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
