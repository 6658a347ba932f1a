package output

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/itchyny/gojq"

	"github.com/logtoctl/logtoctl/internal/printable"
)

// Filter is a compiled --jq expression.
type Filter struct{ code *gojq.Code }

// ParseFilter compiles a jq expression, or says what is wrong with it.
func ParseFilter(expression string) (*Filter, error) {
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, fmt.Errorf("the --jq expression %q does not parse: %w", expression, err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, fmt.Errorf("the --jq expression %q does not compile: %w", expression, err)
	}
	return &Filter{code: code}, nil
}

// write runs the filter over one JSON document and writes each result on a
// line of its own: strings bare, as a shell wants them, the rest as JSON.
func (f *Filter) write(w io.Writer, document []byte, terminal bool) error {
	var input any
	if err := json.Unmarshal(document, &input); err != nil {
		return fmt.Errorf("decode the result for --jq: %w", err)
	}
	results := f.code.Run(input)
	for {
		result, more := results.Next()
		if !more {
			return nil
		}
		if err, failed := result.(error); failed {
			if halt, ok := errors.AsType[*gojq.HaltError](err); ok && halt.Value() == nil {
				return nil
			}
			return fmt.Errorf("run the --jq expression: %w", err)
		}
		if err := writeResult(w, result, terminal); err != nil {
			return err
		}
	}
}

func writeResult(w io.Writer, result any, terminal bool) error {
	if text, ok := result.(string); ok {
		if terminal { // a pipe gets the text as it is
			text = printable.Text(text)
		}
		_, err := fmt.Fprintln(w, text)
		return err
	}
	encoded, err := gojq.Marshal(result)
	if err != nil {
		return fmt.Errorf("encode a result of --jq: %w", err)
	}
	_, err = fmt.Fprintln(w, printable.Escape(string(encoded)))
	return err
}
