package email

import (
	"math"
	"strconv"
)

// onColor returns black or white, whichever has the higher contrast to a colour
// #rrggbb.
func onColor(color string) string {
	var channels [3]float64
	for i := range channels {
		digits, err := strconv.ParseUint(color[1+2*i:3+2*i], 16, 8)
		if err != nil {
			continue // Set lets only digits through
		}
		channels[i] = float64(digits) / math.MaxUint8
	}
	ground := Luminance(channels[0], channels[1], channels[2])
	if ContrastRatio(1, ground) >= ContrastRatio(ground, 0) {
		return "#ffffff"
	}
	return "#000000"
}

// Luminance returns the relative luminance of a colour as WCAG 2 defines it, from
// 0 for black to 1 for white. The channels are those of sRGB, from 0 to 1.
func Luminance(red, green, blue float64) float64 {
	return 0.2126*linear(red) + 0.7152*linear(green) + 0.0722*linear(blue)
}

// ContrastRatio returns the contrast of two luminances as WCAG 2 defines it, from
// 1 to 21, whichever of them is the lighter one.
func ContrastRatio(one, other float64) float64 {
	const flare = 0.05
	return (max(one, other) + flare) / (min(one, other) + flare)
}

// linear takes the gamma of sRGB off a channel.
func linear(channel float64) float64 {
	if channel <= 0.04045 {
		return channel / 12.92
	}
	return math.Pow((channel+0.055)/1.055, 2.4)
}
