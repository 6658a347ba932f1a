package lint_test

import "testing"

func TestTemplate_layout(t *testing.T) {
	t.Parallel()
	dropped := func(style string) string { return `warning many mail programs drop the style "` + style + `"` }
	testRules(t, []ruleTest{
		{"flex", `<div style="margin: 0; DISPLAY: Flex !important; padding: 0">x`, dropped("display: Flex")},
		{"flex in a line", `<div style="display: inline-flex">x`, dropped("display: inline-flex")},
		{"grid", `<div style="display: grid">x`, dropped("display: grid")},
		{"grid in a line", `<div style="display: inline-grid">x`, dropped("display: inline-grid")},
		{"absolute", `<div style="position: absolute; top: 0">x`, dropped("position: absolute")},
		{"fixed", `<div style="position: fixed">x`, dropped("position: fixed")},
		{"sticky", `<div style="position: sticky">x`, dropped("position: sticky")},
		{"both", `<div style="display: grid; position: sticky">x`, dropped("display: grid") + "\n" + dropped("position: sticky")},
		{"as mails do it", `<div style="display: inline-block; position: relative; float: left">x<table style="display: inline-table">`, ""},
		{"for those that know media queries", `<style>@media (max-width: 600px) { div { display: flex; position: absolute } }</style><div>x`, ""},
	})
}
