package framed

import (
	"encoding/base64"
	"encoding/xml"
	"strings"
	"testing"
)

func TestSize(t *testing.T) {
	t.Parallel()
	tests := []struct {
		width, height string
		w, h          int
	}{
		{"120", "40", 120, 40},
		{"", "32", 128, 32},
		{" 200px", "", 200, 50},
		{"", "", 160, 40},
		{"100%", "auto", 160, 40},
		{"-5", "x", 160, 40},
		{"1", "", 1, 1},
		{"999999", "999999", 2000, 2000},
		{"", "2000", 2000, 2000},
	}
	for _, test := range tests {
		if w, h := size(test.width, test.height); w != test.w || h != test.h {
			t.Errorf("%q x %q: got %d x %d, want %d x %d", test.width, test.height, w, h, test.w, test.h)
		}
	}
}

func FuzzStandIn(f *testing.F) {
	f.Add("120", "40", `"><script>`)
	f.Add("1", "", "書店")
	f.Fuzz(func(t *testing.T, width, height, alt string) {
		encoded, ok := strings.CutPrefix(standIn(width, height, alt), "data:image/svg+xml;base64,")
		text, err := base64.StdEncoding.DecodeString(encoded)
		if !ok || err != nil {
			t.Fatalf("no picture of %q: %v", alt, err)
		}
		if strings.ContainsFunc(alt, func(r rune) bool { return r < ' ' || r == '\ufffd' || r == '\ufffe' || r == '\uffff' }) {
			return // XML has no way to write them
		}
		var picture struct {
			XMLName xml.Name `xml:"svg"`
			Text    string   `xml:"text"`
		}
		if err := xml.Unmarshal(text, &picture); err != nil || picture.Text != alt {
			t.Errorf("%s says %q, want %q: %v", text, picture.Text, alt, err)
		}
	})
}
