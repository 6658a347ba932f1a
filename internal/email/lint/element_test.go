package lint_test

import "testing"

func TestTemplate_scripts(t *testing.T) {
	t.Parallel()
	testRules(t, []ruleTest{
		{"script", `<script src="https://a.example/x.js"></script>`, "error the template has a script"},
		{"handler", `<img src="https://a.example/x.png" alt="" ONERROR="f()">`, "error <img> has a script in onerror"},
		{"link", `<a href=" JavaScript:f()">x</a>`, "error <a> has a script in href"},
		{"link with a line break in the scheme", "<a href='java\nscript:f()'>x</a>", "error <a> has a script in href"},
		{"Visual Basic", `<a href="vbscript:f()">x</a>`, "error <a> has a script in href"},
		{"no handler", `<p on="x" data-onclick="f()" title="javascript: explained">x</p>`, ""},
		{"an address with the word", `<a href="https://a.example/javascript:f()">x</a>`, ""},
		{"in a comment", `<!-- <script></script> --><p>x</p>`, ""},
		{"as text", `<p>&lt;script&gt;</p>`, ""},
		{"for readers without scripts", `<noscript><iframe></iframe></noscript>`, "error the template has <iframe>"},
	})
}

func TestTemplate_removedElements(t *testing.T) {
	t.Parallel()
	testRules(t, []ruleTest{
		{"form", `<form><input><select><option>1</select><textarea></textarea></form>`, "error the template has a form"},
		{"form in a table, which the parser empties", `<table><form><tr><td><input></td></tr></form></table>`, "error the template has a form"},
		{"input", `<input name="code">`, "error the template has the form control <input>"},
		{"select", `<select><option>1</select>`, "error the template has the form control <select>"},
		{"textarea", `<textarea>x</textarea>`, "error the template has the form control <textarea>"},
		{"label", `<label>x</label>`, ""},
		{"embed", `<embed src="https://a.example/x">`, "error the template has <embed>"},
		{"applet", `<applet></applet>`, "error the template has <applet>"},
		{"audio", `<audio src="https://a.example/x.mp3"></audio>`, "warning most mail programs remove <audio>"},
		{"canvas", `<canvas></canvas>`, "warning most mail programs remove <canvas>"},
		{"formula", `<math><mi>x</mi></math>`, "warning most mail programs remove <math>"},
		{"base", `<base href="https://a.example/">`, "warning most mail programs remove <base>"},
		{"picture of SVG as a whole", `<svg><a href="x" onclick="f()"><image href="x"/></a></svg>`, "warning most mail programs remove <svg>"},
		{"a picture in place of a video", `<video><img src="x.png" alt=""></video>`, "warning most mail programs remove <video>\nerror the picture \"x.png\" is relative"},
		{"style sheet", `<link REL="Stylesheet" href="https://a.example/x.css">`, "error the style sheet is not part of the mail"},
		{"alternate style sheet", `<link rel="alternate stylesheet" href="x.css">`, "error the style sheet is not part of the mail"},
		{"fonts", `<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Inter:wght@400;700|X&amp;display=swap">`, "warning few mail programs load the web fonts of fonts.googleapis.com"},
		{"fonts of another service", `<link rel="stylesheet" href="//USE.typekit.net/x.css">`, "warning few mail programs load the web fonts of use.typekit.net"},
		{"a path that is called fonts", `<link rel="stylesheet" href="https://a.example/fonts.googleapis.com.css">`, "error the style sheet is not part of the mail"},
		{"no address", `<link rel="stylesheet">`, "error the style sheet is not part of the mail"},
		{"another link", `<link rel="icon" href="https://a.example/x.png">`, ""},
		{"import", `<style>@IMPORT "x.css"; p { margin: 0 }</style>`, "error the style sheet of @import is not part of the mail"},
		{"import of fonts", `<style>@import url(https://fonts.bunny.net/css?family=inter:400;700);</style>`, "warning few mail programs load the web fonts of fonts.bunny.net"},
		{"import of fonts in quotes", `<style>@import url( 'https://fonts.bunny.net/css?a=b;c' ) screen;</style>`, "warning few mail programs load the web fonts of fonts.bunny.net"},
		{"import of fonts as a string", `<style>@import "https://fonts.bunny.net/css?a=b;c";</style>`, "warning few mail programs load the web fonts of fonts.bunny.net"},
		{"import of nothing", `<style>@import;</style>`, "error the style sheet of @import is not part of the mail"},
		{"import in a comment", `<style>/* @import "x.css"; */</style>`, ""},
		{"another meta", `<meta http-equiv="Content-Type" content="text/html">`, ""},
		{"only for Outlook", `<!--[if mso]><v:rect><form></form></v:rect><![endif]-->`, ""},
	})
}
