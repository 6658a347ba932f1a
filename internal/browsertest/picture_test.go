package browsertest

import (
	"image"
	"image/color"
	"testing"
)

func TestBlank(t *testing.T) {
	t.Parallel()
	screen := image.NewRGBA(image.Rect(0, 0, 40, 40))
	screen.Set(20, 20, color.Black)
	for _, test := range []struct {
		name  string
		place image.Rectangle
		want  bool
	}{
		{"one colour", image.Rect(0, 0, 20, 20), true},
		{"a dot at the lower right", image.Rect(0, 0, 21, 21), false},
		{"a dot at the upper left", image.Rect(20, 20, 40, 40), false},
		{"no place", image.Rectangle{}, false},
	} {
		if got := blank(screen, test.place); got != test.want {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}
