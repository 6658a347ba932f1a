package email

import (
	"math"
	"strconv"
)

// onColor returns black or white, whichever has the higher contrast to a colour
// #rrggbb by the formula of WCAG 2, contrast ratio.
func onColor(color string) string {
	const flare = 0.05
	ground := luminance(color)
	if (1+flare)/(ground+flare) >= (ground+flare)/flare {
		return "#ffffff"
	}
	return "#000000"
}

// luminance returns the relative luminance of a colour #rrggbb as WCAG 2 defines
// it, from 0 for black to 1 for white.
func luminance(color string) float64 {
	light := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		digits, err := strconv.ParseUint(color[1+2*i:3+2*i], 16, 8)
		if err != nil {
			continue // Set lets only digits through
		}
		light += weight * linear(float64(digits)/math.MaxUint8)
	}
	return light
}

// linear takes the gamma of sRGB off a channel.
func linear(channel float64) float64 {
	if channel <= 0.04045 {
		return channel / 12.92
	}
	return math.Pow((channel+0.055)/1.055, 2.4)
}
