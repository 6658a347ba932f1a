package dns

import (
	"bytes"
	"net/http"

	"github.com/logtoctl/logtoctl/internal/sandbox/control"
)

// NewControl serves the records of a zone at /api/dns: GET lists them as a JSON
// list of [Record], PUT replaces them all, POST adds to them, DELETE removes
// them all. PUT and POST take such a list or the text of a zone file, told
// apart by the first letter, because tools that send a file rarely name its
// type. What cannot stand in a zone is a 400 with {"error": {"code",
// "message"}}, and changes nothing.
func NewControl(zone *Zone) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/dns", func(w http.ResponseWriter, _ *http.Request) {
		control.Answer(w, zone.Records())
	})
	change := func(with func(...Record) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			records, err := readRecords(w, r)
			if err == nil {
				err = with(records...)
			}
			if err != nil {
				control.Refuse(w, "dns.invalid", err)
				return
			}
			control.Answer(w, zone.Records())
		}
	}
	mux.HandleFunc("PUT /api/dns", change(zone.Replace))
	mux.HandleFunc("POST /api/dns", change(zone.Add))
	mux.HandleFunc("DELETE /api/dns", func(w http.ResponseWriter, _ *http.Request) {
		zone.Clear()
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

func readRecords(w http.ResponseWriter, r *http.Request) ([]Record, error) {
	body, err := control.Body(w, r)
	if err != nil {
		return nil, err
	}
	if begin := bytes.TrimSpace(body); !bytes.HasPrefix(begin, []byte("[")) && !bytes.HasPrefix(begin, []byte("{")) {
		return ParseZoneFile(bytes.NewReader(body))
	}
	var records []Record
	return records, control.Decode(bytes.NewReader(body), &records)
}
