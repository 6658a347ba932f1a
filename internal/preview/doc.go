// Package preview shows email templates as mail programs do: on a page in the
// browser, as a page in one file, and as pictures.
//
// Data flows one way. A [Loader] reads the templates with their findings into a
// [Library]; state.go fills in sample values, as Logto would, and makes of it
// the one document that the page shows; the package framed makes of a mail what
// the page may put into a frame, in light or in dark, with or without pictures. A
// [Server] serves both on loopback and tells the page when a file was saved
// (watch.go). [WriteStatic] writes the same page with its document inside, and
// [Screenshots] has a headless Chromium (chromium_process.go) take a picture of
// every frame, in a few tabs at a time (chromium_tab.go).
//
// Nothing is loaded from the network: the page and the frames forbid it by
// their policies, and remote pictures give way to stand-ins made here.
package preview
