package inbox

import (
	"strings"
	"testing"
)

func TestLookInto(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		source   string
		language string
		remote   bool
	}{
		{"", "", false},
		{"<p>Hi</p>", "", false},
		{`<!doctype html><html lang="zh-CN"><p>Hi`, "zh-CN", false},
		{`<html lang="` + strings.Repeat("x", 36) + `">`, "", false},
		{`<p lang="ja">Hi`, "", false},
		{`<img src="https://example.com/a.png">`, "", true},
		{`<img src=" HTTP://example.com/a.png">`, "", true},
		{`<img src="//example.com/a.png">`, "", true},
		{`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`, "", false},
		{`<img src="cid:logo" alt="https://example.com">`, "", false},
		{`<td background="https://example.com/a.png">`, "", false}, // no cell without a table
		{`<table background="https://example.com/a.png">`, "", true},
		{`<p style="background: url( 'https://example.com/a.png')">`, "", true},
		{`<p style="background: url(data:image/png;base64,AA)">`, "", false},
		{`<style>p { background: URL(//example.com/a.png) }</style>`, "", true},
		{`<noscript><p><img src="https://example.com/a.png"></noscript>`, "", true},
		{`<p>url(https://example.com)</p>`, "", false},
		{`<a href="https://example.com">Hi</a>`, "", false},
		{strings.Repeat("<div>", 5000) + `<img src="https://example.com/a.png">`, "", false},
	} {
		language, remote := lookInto(test.source)
		if language != test.language || remote != test.remote {
			t.Errorf("lookInto(%.80q) = %q, %v, want %q, %v", test.source, language, remote, test.language, test.remote)
		}
	}
}
