package logto

import (
	"fmt"
	"net/http"
	"strings"
)

// requestError is a refusal in Logto's own shape: a code, a sentence, and for
// some codes the data that led to it.
type requestError struct {
	status  int
	Code    string `json:"code"`
	Data    any    `json:"data,omitempty"`
	Details string `json:"details,omitempty"`
	Message string `json:"message"`
}

func (e *requestError) Error() string { return e.Code + ": " + e.Message }

// refuse returns a refusal. The message belongs to the code; its placeholders,
// if it has any, are filled in by the caller.
func refuse(status int, code, message string) *requestError {
	return &requestError{status: status, Code: code, Message: message}
}

// withData adds what the client is told beside the message.
func (e *requestError) withData(data any) *requestError {
	e.Data = data
	return e
}

// withIssues adds the findings of a guard, as data and as text.
func (e *requestError) withIssues(found issues) *requestError {
	lines := make([]string, len(found))
	for i, one := range found {
		lines[i] = one.String()
	}
	e.Data, e.Details = zodError(found), strings.Join(lines, "\n")
	return e
}

// zodError is what becomes of an error of Logto's validation library in JSON.
func zodError(found issues) map[string]any {
	return map[string]any{"issues": found, "name": "ZodError"}
}

// String words a finding as Logto does in the details of a refusal.
func (i issue) String() string {
	path, _ := i["path"].([]any)
	keys := make([]string, len(path))
	for n, key := range path {
		keys[n] = fmt.Sprint(key)
	}
	text := i["message"]
	if i["code"] == "invalid_type" {
		text = fmt.Sprintf("Expected %s but received %s.", i["expected"], i["received"])
	}
	return fmt.Sprintf("Error in key path %q: (%s) %s", strings.Join(keys, "."), i["code"], text)
}

// invalidGuard refuses a part of the request (body, query) that its guard does not accept.
func invalidGuard(part string, found issues) *requestError {
	return refuse(http.StatusBadRequest, "guard.invalid_input", "The request "+part+" is invalid.").withIssues(found)
}

// invalidRequest refuses an input for a reason that no guard can express.
func invalidRequest(details string) *requestError {
	return refuse(http.StatusBadRequest, "request.invalid_input", "Input is invalid. "+details)
}

// noSuchID refuses an id that a table of Logto does not hold.
func noSuchID(table, id string) *requestError {
	return refuse(http.StatusNotFound, "entity.not_exists_with_id",
		fmt.Sprintf("The %s with ID `%s` does not exist.", table, id))
}

// notFound refuses an object that does not exist, where Logto does not say which.
func notFound() *requestError {
	return refuse(http.StatusNotFound, "entity.not_found", "The resource does not exist.")
}

// nothingToSet refuses a change that names no column of the table.
func nothingToSet() *requestError {
	return refuse(http.StatusUnprocessableEntity, "entity.invalid_input", "Invalid input. Value list must not be empty.")
}

// tooLong refuses a value that does not fit its column.
func tooLong(limit int) *requestError {
	return refuse(http.StatusUnprocessableEntity, "entity.value_too_long",
		"The length of value is too long and exceeds the limit.").
		withData(map[string]string{"message": fmt.Sprintf("value too long for type character varying(%d)", limit)})
}

// constraintViolated refuses what the database would not store.
func constraintViolated() *requestError {
	return refuse(http.StatusUnprocessableEntity, "entity.db_constraint_violated", "Database constraint violated.")
}

// bareError is an answer without a code: malformed JSON, and failures that Logto does not explain.
type bareError struct {
	status  int
	Message string `json:"message"`
}

func (e *bareError) Error() string { return e.Message }

// unexplained is Logto's answer to a failure that it did not foresee.
func unexplained() *bareError {
	return &bareError{status: http.StatusInternalServerError, Message: "Internal server error."}
}
