// Command render renders what the cross-check asks for with logtoctl's own
// code. It is no part of logtoctl.
//
// Every line of stdin is a JSON object {"texts": [...], "payload": {...}}, and
// every line of stdout the JSON array of its rendered texts. templates render
// cannot do it, because on a command line every value is a string, and because
// a process for each of some hundred cases takes too long.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/logtoctl/logtoctl/internal/email"
)

func main() {
	if err := render(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "render:", err)
		os.Exit(1)
	}
}

func render(in io.Reader, out io.Writer) error {
	decoder, encoder := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var request struct {
			Texts   []string       `json:"texts"`
			Payload map[string]any `json:"payload"`
		}
		switch err := decoder.Decode(&request); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read a case: %w", err)
		}
		rendered := make([]string, len(request.Texts))
		for i, text := range request.Texts {
			rendered[i] = email.Render(text, request.Payload)
		}
		if err := encoder.Encode(rendered); err != nil {
			return fmt.Errorf("write a case: %w", err)
		}
	}
}
