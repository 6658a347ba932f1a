//go:build race

package reliability_test

// rarity makes the samples smaller: the binary under test is built without the race
// detector, which has only the proxy and the sandbox to look at here.
const rarity = 3
