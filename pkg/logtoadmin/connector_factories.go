package logtoadmin

import (
	"context"
	"fmt"
	"net/http"
	"slices"
)

// ConnectorFactory is a kind of connector that the server has installed. Its
// readme, logo and descriptions, some 18 kilobytes, are not decoded.
type ConnectorFactory struct {
	// ID names the factory, such as "aliyun-direct-mail".
	ID string `json:"id"`
	// Target groups factories of one provider, such as "aliyun-dm".
	Target string `json:"target"`
	// Type is "Email", "Sms" or "Social".
	Type string `json:"type"`
	// Name holds the name in each language, by language tag.
	Name map[string]string `json:"name"`
	// FormItems are the configuration keys that the installed version knows.
	FormItems []FormItem `json:"formItems"`
}

// FormItem is one key of a connector's configuration.
type FormItem struct {
	// Key is the key in the config.
	Key string `json:"key"`
	// Type is the kind of input, such as "Text", "Select" or "Json".
	Type string `json:"type"`
	// Required says whether the config is refused without the key.
	Required bool `json:"required"`
}

// The types of connector.
const (
	ConnectorTypeEmail  = "Email"
	ConnectorTypeSMS    = "Sms"
	ConnectorTypeSocial = "Social"
)

// HasFormItem says whether the installed version of the connector knows a
// configuration key. The server stores unknown keys and ignores them.
func (f ConnectorFactory) HasFormItem(key string) bool {
	return slices.ContainsFunc(f.FormItems, func(item FormItem) bool { return item.Key == key })
}

// ConnectorFactoryService tells which kinds of connector the server has.
type ConnectorFactoryService struct{ service }

// List returns the factories that the server has installed.
//
// API: GET /api/connector-factories.
func (s *ConnectorFactoryService) List(ctx context.Context) ([]ConnectorFactory, error) {
	var factories []ConnectorFactory
	_, err := s.client.do(ctx, call{method: http.MethodGet, path: "/api/connector-factories", out: &factories})
	if err != nil {
		return nil, fmt.Errorf("list connector factories: %w", err)
	}
	return factories, nil
}

// Get returns a factory. It is [ErrNotFound] when the connector package is not
// installed on the server.
//
// API: GET /api/connector-factories/{id}.
func (s *ConnectorFactoryService) Get(ctx context.Context, id string) (ConnectorFactory, error) {
	var factory ConnectorFactory
	_, err := s.client.do(ctx, call{
		method: http.MethodGet, path: "/api/connector-factories/{id}", params: map[string]string{"id": id}, out: &factory,
	})
	if err != nil {
		return ConnectorFactory{}, fmt.Errorf("get connector factory %s: %w", id, err)
	}
	return factory, nil
}
