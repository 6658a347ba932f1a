package directmail

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
)

// errorAnswer is the body of a refusal. As XML its root is Error.
type errorAnswer struct {
	RequestID string `json:"RequestId" xml:"RequestId"`
	HostID    string `json:"HostId" xml:"HostId"`
	Code      string `json:"Code" xml:"Code"`
	Message   string `json:"Message" xml:"Message"`
	Recommend string `json:"Recommend" xml:"Recommend"`
}

func newErrorAnswer(r *request, failure *apiError) errorAnswer {
	return errorAnswer{
		RequestID: r.id,
		HostID:    hostOfRegion(r.region),
		Code:      failure.code,
		Message:   failure.message,
		Recommend: "https://api.aliyun.com/troubleshoot?q=" + failure.code + "&product=Dm&requestId=" + r.id,
	}
}

// write sends a body in the format that the request asked for. The root is the
// name of the outer XML element; JSON has none.
func write(w http.ResponseWriter, r *request, status int, root string, body any) error {
	contentType := "application/json;charset=utf-8"
	encoded, err := encodeJSON(body)
	if !r.wantsJSON() {
		contentType = "text/xml;charset=utf-8"
		encoded, err = encodeXML(root, body)
	}
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("X-Acs-Request-Id", r.id)
	w.WriteHeader(status)
	_, err = w.Write(encoded) //nolint:gosec // JSON or XML by its content type, which no browser runs
	return err
}

// encodeJSON leaves "<" and "&" as they are: a client reads the echoed string
// to sign with its own eyes.
func encodeJSON(body any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func encodeXML(root string, body any) ([]byte, error) {
	b := bytes.NewBufferString(`<?xml version="1.0" encoding="UTF-8"?>`)
	err := xml.NewEncoder(b).EncodeElement(body, xml.StartElement{Name: xml.Name{Local: root}})
	return b.Bytes(), err
}
