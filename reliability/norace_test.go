//go:build !race

package reliability_test

// rarity leaves the samples as they are.
const rarity = 1
