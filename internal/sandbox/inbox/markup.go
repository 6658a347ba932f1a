package inbox

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// maxLanguage is the longest language that is believed, in bytes: the longest
// that BCP 47 asks programs to take.
const maxLanguage = 35

// remoteInStyle finds pictures from elsewhere in a style sheet.
var remoteInStyle = regexp.MustCompile(`(?i)url\(\s*["']?\s*(?:https?:)?//`)

// lookInto returns the language that a mail says it is in, and whether it asks
// for pictures from elsewhere.
func lookInto(source string) (language string, remotePictures bool) {
	if source == "" {
		return "", false
	}
	document, err := html.ParseWithOptions(strings.NewReader(source), html.ParseOptionEnableScripting(false)) // as the frame does
	if err != nil {
		return "", false
	}
	for node := range document.Descendants() {
		if node.Type == html.TextNode && node.Parent.Data == "style" {
			remotePictures = remotePictures || remoteInStyle.MatchString(node.Data)
		}
		for _, a := range node.Attr {
			if node.Data == "html" && a.Key == "lang" {
				language = a.Val
			}
			remotePictures = remotePictures || isRemotePicture(a)
		}
	}
	if len(language) > maxLanguage {
		language = ""
	}
	return language, remotePictures
}

func isRemotePicture(a html.Attribute) bool {
	switch a.Key {
	case "src", "srcset", "background", "poster":
		value := strings.ToLower(strings.TrimSpace(a.Val))
		return strings.HasPrefix(value, "//") || strings.HasPrefix(value, "http:") || strings.HasPrefix(value, "https:")
	case "style":
		return remoteInStyle.MatchString(a.Val)
	default:
		return false
	}
}
