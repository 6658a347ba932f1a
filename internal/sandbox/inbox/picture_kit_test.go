package inbox_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"
)

// picture keeps what the page looks like, where somebody wants it.
func (p *page) picture(name string) {
	p.t.Helper()
	p.keep(name, p.settled)
}

func (p *page) keep(name string, take func() []byte) {
	p.t.Helper()
	folder := os.Getenv("LOGTOCTL_TEST_ARTIFACTS")
	if folder == "" {
		return
	}
	file := filepath.Join(folder, "inbox-"+name+".png")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, take(), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// settled is a picture of the page when all of it has been drawn. A frame is
// drawn by a process of its own, some time after it was loaded, and shows one
// colour until then; what moves comes to rest when two pictures are the same.
func (p *page) settled() []byte {
	p.t.Helper()
	p.await("the frame, if there is one", `!document.querySelector(".frame")?.checkVisibility() || document.querySelector("#device").dataset.loaded !== undefined`)
	var before []byte
	for start := time.Now(); time.Since(start) < stepTimeout; {
		now := p.capture()
		if bytes.Equal(before, now) && !isBlank(p.decode(now), p.frame()) {
			return now
		}
		before = now
	}
	p.t.Fatal("the page does not come to rest")
	return nil
}

// capture is a picture of the page as it is.
func (p *page) capture() []byte {
	p.t.Helper()
	return answer(p, chromedp.CaptureScreenshot())
}

func (p *page) decode(picture []byte) image.Image {
	p.t.Helper()
	screen, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		p.t.Fatal(err)
	}
	return screen
}

// frame is where the mail is on the screen, without the border and the round
// corners of its frame. It is empty while no mail is shown as HTML.
func (p *page) frame() image.Rectangle {
	p.t.Helper()
	sides := answer(p, chromedp.Evaluate[[]int](`(() => {
		const frame = document.querySelector(".frame");
		if (!frame?.checkVisibility()) return [0, 0, 0, 0];
		const { left, top, right, bottom } = frame.getBoundingClientRect();
		return [left + 26, top + 9, Math.min(right, innerWidth) - 26, Math.min(bottom, innerHeight) - 9].map(Math.round);
	})()`))
	if sides[0] >= sides[2] || sides[1] >= sides[3] {
		return image.Rectangle{}
	}
	return image.Rect(sides[0], sides[1], sides[2], sides[3])
}

// answer runs an action and returns its answer.
func answer[T any](p *page, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.tab, stepTimeout)
	defer cancel()
	got, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatal(err)
	}
	return got
}

// isBlank tells a place that has some size and one colour only.
func isBlank(screen image.Image, place image.Rectangle) bool {
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
