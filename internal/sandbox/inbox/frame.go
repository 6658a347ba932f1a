package inbox

import (
	"net/http"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email/framed"
)

// frameRights are those of a mail, also where its address is opened by itself. A
// link may open a new tab, which is then a tab like others: invitations are
// there to be followed.
const frameRights = "; sandbox allow-popups allow-popups-to-escape-sandbox"

// frame answers GET /mail/{id}: the HTML of one message as the page's frame
// shows it, for people who like it dark with ?mode=dark. Pictures from elsewhere
// are loaded with ?pictures=on only, because mail programs ask first as well.
func (h *handler) frame(w http.ResponseWriter, r *http.Request) {
	message, found := h.store.Get(r.PathValue("id"))
	if !found {
		writeNotFound(w, r)
		return
	}
	query := r.URL.Query()
	look := framed.Look{Dark: query.Get("mode") == "dark"}
	if query.Get("pictures") == "on" {
		look.Pictures = framed.AllPictures
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", look.Policy()+frameRights)
	header.Set("X-Dns-Prefetch-Control", "off")
	_, _ = strings.NewReader(framed.Mail(message.HTML, look)).WriteTo(w) // the reader has gone
}
