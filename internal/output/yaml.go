package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/logtoctl/logtoctl/internal/printable"
)

// YAML turns a JSON document into a YAML one with the same keys in the same
// order. The encoder quotes whatever would otherwise read as something else or
// move a terminal's cursor.
func YAML(document []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	node, err := nextNode(decoder)
	if err != nil {
		return nil, fmt.Errorf("encode the result as YAML: %w", err)
	}
	var buffer bytes.Buffer
	encoder := yaml.NewEncoder(&buffer)
	encoder.SetIndent(2)
	if err := encoder.Encode(node); err != nil {
		return nil, fmt.Errorf("encode the result as YAML: %w", err)
	}
	return []byte(printable.Escape(buffer.String())), nil
}

// nextNode reads one JSON value. Going by tokens keeps the order of the keys,
// which a map would lose.
func nextNode(decoder *json.Decoder) (*yaml.Node, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		return collection(decoder, token)
	case string:
		return textNode(token), nil
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: token.String()}, nil
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(token)}, nil
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}, nil
	}
}

func collection(decoder *json.Decoder, opening json.Delim) (*yaml.Node, error) {
	node := &yaml.Node{Kind: yaml.SequenceNode}
	if opening == '{' {
		node.Kind = yaml.MappingNode
	}
	for decoder.More() {
		child, err := nextNode(decoder)
		if err != nil {
			return nil, err
		}
		node.Content = append(node.Content, child)
	}
	_, err := decoder.Token() // the closing delimiter
	return node, err
}

// textNode is a string whatever it looks like. One that begins with white space is
// quoted, because few readers get its block form right, and one that plays with a
// terminal, because only there it can be written as escapes.
func textNode(value string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
	if strings.TrimLeft(value, " \t\r\n") != value || !printable.Clean(value) {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}
