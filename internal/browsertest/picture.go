package browsertest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// artifacts names the folder where pictures are kept.
const artifacts = "LOGTOCTL_TEST_ARTIFACTS"

// restless is how many pictures in a row may differ before a page is taken as it
// is: that of a countdown does not rest for long.
const restless = 10

// Picture keeps what the page looks like when it has come to rest, where
// somebody wants it.
func (b *Tab) Picture(name string) {
	b.T.Helper()
	if os.Getenv(artifacts) != "" {
		b.keep(name, b.settled())
	}
}

// Pictures keeps what the page looks like on a desktop and a phone, in light and
// in dark, where somebody wants it. It leaves the page light, on its own screen.
func (b *Tab) Pictures(name string) {
	b.T.Helper()
	if os.Getenv(artifacts) == "" {
		return
	}
	for _, scheme := range []string{"light", "dark"} {
		b.Prefer(scheme)
		for _, screen := range []Screen{Desktop(), Phone()} {
			b.Resize(screen.Width, screen.Height)
			b.Picture(name + "-" + screen.Name + "-" + scheme)
		}
	}
	b.Prefer("light")
	b.Resize(b.options.Screen.Width, b.options.Screen.Height)
}

// keep writes a picture, where somebody wants it.
func (b *Tab) keep(name string, picture []byte) {
	b.T.Helper()
	folder := os.Getenv(artifacts)
	if folder == "" {
		return
	}
	file := filepath.Join(folder, filepath.FromSlash(b.options.Pictures)+strings.ReplaceAll(name, "/", "-")+".png")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // pictures are for others to look at
		b.T.Fatal(err)
	}
	if err := os.WriteFile(file, picture, 0o644); err != nil { //nolint:gosec // pictures are for others to look at
		b.T.Fatal(err)
	}
}

// settled is a picture of the page when all of it has been drawn. A frame is
// drawn some time after it was loaded, and shows one colour until then; what
// moves has come to rest when two pictures are the same.
func (b *Tab) settled() []byte {
	b.T.Helper()
	var before []byte
	for start, taken := time.Now(), 0; time.Since(start) < Timeout; taken++ {
		now := b.capture()
		if (bytes.Equal(before, now) || taken >= restless) && !blank(b.decode(now), b.Frame()) {
			return now
		}
		before = now
	}
	b.fail("take a picture", fmt.Errorf("nothing is to be seen in the frame after %s", Timeout))
	return nil
}

// ColourAt returns the colour of a place on the screen.
func (b *Tab) ColourAt(place image.Point) color.RGBA {
	b.T.Helper()
	return colourAt(b.decode(b.capture()), place)
}

// Frame is where the screen shows the frame of the options, without its border
// and round corners. It is empty while none is shown.
func (b *Tab) Frame() image.Rectangle {
	b.T.Helper()
	if b.options.Frame == "" {
		return image.Rectangle{}
	}
	sides := answer(b, "find the frame", chromedp.Evaluate[[]int](fmt.Sprintf(`(() => {
		const frame = document.querySelector(%q);
		if (!frame?.checkVisibility()) return [0, 0, 0, 0];
		const { left, top, right, bottom } = frame.getBoundingClientRect();
		return [left + 26, top + 9, Math.min(right, innerWidth) - 26, Math.min(bottom, innerHeight) - 9].map(Math.round);
	})()`, b.options.Frame)))
	if sides[0] >= sides[2] || sides[1] >= sides[3] {
		return image.Rectangle{}
	}
	return image.Rect(sides[0], sides[1], sides[2], sides[3])
}

// capture is a picture of the page as it is.
func (b *Tab) capture() []byte {
	b.T.Helper()
	return answer(b, "take a picture", chromedp.CaptureScreenshot())
}

func (b *Tab) decode(picture []byte) image.Image {
	b.T.Helper()
	screen, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		b.fail("decode a picture", err)
	}
	return screen
}

// blank tells a place that has some size and one colour only.
func blank(screen image.Image, place image.Rectangle) bool {
	if place.Empty() {
		return false
	}
	first := colourAt(screen, place.Min)
	for y := place.Min.Y; y < place.Max.Y; y++ {
		for x := place.Min.X; x < place.Max.X; x++ {
			if colourAt(screen, image.Pt(x, y)) != first {
				return false
			}
		}
	}
	return true
}

func colourAt(screen image.Image, at image.Point) color.RGBA {
	r, g, b, a := screen.At(at.X, at.Y).RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
}
