package framed

import (
	"encoding/base64"
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The size of a stand-in, in pixels, when the mail says none, and the largest.
const (
	pictureHeight = 40
	pictureRatio  = 4
	maxPicture    = 2000
)

// standIn returns a picture for the place of a remote one, as a data address: a
// box of its size that says its alternative text.
func standIn(width, height, alt string) string {
	w, h := size(width, height)
	letters := max(utf8.RuneCountInString(alt), 1)
	font := max(min(h*45/100, w*3/2/letters, 15), 6)
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d">`+
		`<rect x=".5" y=".5" width="%[3]d" height="%[4]d" rx="%[5]d" fill="#8a8f98" fill-opacity=".18" stroke="#8a8f98" stroke-dasharray="3 3"/>`+
		`<text x="50%%" y="50%%" dy=".35em" text-anchor="middle" font-family="system-ui,sans-serif" font-size="%[6]d" fill="#7b808a">%[7]s</text></svg>`,
		w, h, max(w-1, 0), max(h-1, 0), min(6, h/4), font, html.EscapeString(alt))
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svg))
}

// size takes the measures of a picture from its attributes; a missing one
// follows from the other.
func size(width, height string) (w, h int) {
	w, h = pixels(width), pixels(height)
	switch {
	case w == 0 && h == 0:
		return pictureRatio * pictureHeight, pictureHeight
	case w == 0:
		w = min(pictureRatio*h, maxPicture)
	case h == 0:
		h = max(w/pictureRatio, 1)
	}
	return w, h
}

// pixels reads a length such as "120" or "120px"; anything else, such as a
// share of the width, is 0.
func pixels(length string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(length), "px"))
	if err != nil || n < 0 {
		return 0
	}
	return min(n, maxPicture)
}
