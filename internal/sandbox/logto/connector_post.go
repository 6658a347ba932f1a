package logto

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// post sends the form and judges the answer by the connector's rules.
func (s *Server) post(ctx context.Context, endpoint string, parameters url.Values) error {
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(parameters.Encode()))
	if err != nil {
		return fmt.Errorf("prepare a request to Direct Mail: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := s.client.Do(request)
	if err != nil {
		return fmt.Errorf("send a mail through Direct Mail: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil {
		return fmt.Errorf("read the answer of Direct Mail: %w", err)
	}
	return judge(response.StatusCode, body)
}

// judge accepts an answer with EnvId and RequestId, and passes on what the
// provider says is wrong.
func judge(status int, body []byte) error {
	expected := []field{{"EnvId", text()}, {"RequestId", text()}}
	refused := status < 200 || status > 299
	if refused {
		expected = append(
			[]field{{"Code", text()}, {"Message", text()}},
			partial(field{"RequestId", text()}, field{"HostId", text()}, field{"Recommend", text()})...,
		)
	}
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		return invalidResponse().withData(map[string]string{"message": string(body)})
	}
	guarded, found := object(expected...).run(document)
	if len(found) > 0 {
		return invalidResponse().withIssues(found)
	}
	if !refused {
		return nil
	}
	details, err := convert[map[string]string](guarded)
	if err != nil {
		return err
	}
	description := details["Message"]
	delete(details, "Message")
	details["errorDescription"] = description
	return connectorFailed(description).withData(details)
}

func invalidResponse() *requestError {
	return refuse(http.StatusBadRequest, "connector.invalid_response", "The connector's response is invalid.")
}

// connectorFailed passes on a failure of the provider.
func connectorFailed(description string) *requestError {
	return refuse(http.StatusBadRequest, "connector.general", "Error occurred in connector: "+description).
		withData(map[string]string{"errorDescription": description})
}
