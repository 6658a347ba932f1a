package manifest_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

func schemaJSON(t *testing.T) []byte {
	t.Helper()
	data, err := manifest.Schema()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// compile returns the schema as somebody else's validator understands it.
func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON(t)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("logtoctl.schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("logtoctl.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// validate checks a YAML file against the schema.
func validate(t *testing.T, compiled *jsonschema.Schema, file []byte) error {
	t.Helper()
	data, err := yaml.YAMLToJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(document)
}

func TestSchema_published(t *testing.T) {
	t.Parallel()
	published, err := os.ReadFile(filepath.Join("..", "..", "docs", "logtoctl.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(schemaJSON(t)), string(published)); diff != "" {
		t.Errorf("docs/logtoctl.schema.json is stale, write it again: go run . schema > docs/logtoctl.schema.json\n%s", diff)
	}
}

func TestSchema_examples(t *testing.T) {
	t.Parallel()
	compiled := compile(t)
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "*.yaml"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, file := range files {
		if filepath.Base(file) == "compose.yaml" { // Docker's
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, compiled, data); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	if err := validate(t, compiled, []byte(wholeManifest)); err != nil {
		t.Error(err)
	}
}

// What the decoder refuses for its form, the schema refuses too.
func TestSchema_refuses(t *testing.T) {
	t.Parallel()
	compiled := compile(t)
	for _, file := range []string{
		"logto: {}", "version: 2", "version: '1'", "version: 1\nlogo: {}", "version: 1\nlogto: {endpont: x}",
		"version: 1\napplications: x", "version: 1\napplications: [{key: a}]", "version: 1\napplications: [{name: a, type: Web}]",
		"version: 1\napplications: {a: {key: a}}", "version: 1\napplications: [{name: a, refreshToken: {ttlInDays: 0}}]",
		"version: 1\napplications: [{name: a, redirectUris: [1]}]", "version: 1\napplications: [{name: a, description: null}]",
		"version: 1\nconnector: {templates: [{usageType: SignIn}]}", "version: 1\nconnector: {templates: 1}",
		"version: 1\nconnector: {templates: [{usageType: SingIn, subject: s, content: c}]}",
		"version: 1\nemailTemplates: {ja: [{usageType: SignIn, subject: s, content: c, contentType: x}]}",
		"version: 1\nemailTemplates: [x]", "version: 1\nbrand: Books", "version: 1\nbrand: {colour: '#fff'}", "version: 1\nconnector: {brand: {name: 1}}",
		"version: 1\nsignInExperience: {email: {factor: none}}", "version: 1\nverify: {roundTrip: 'yes'}",
	} {
		if validate(t, compiled, []byte(file)) == nil {
			t.Errorf("the schema takes %s", file)
		}
		if _, findings := decodeManifest(t, manifestOptions(), file); findings == "" {
			t.Errorf("the decoder takes %s", file)
		}
	}
	for _, file := range []string{
		"version: 1\napplications: [{name: a, type: '${TYPE:-SPA}'}]", "version: 1\nemailTemplates: ./emails", "version: 1\nbrand: {logoUrl: null}", "version: 1\nverify: null\napplications: {a: null, b: {envFile: null}}",
	} {
		if err := validate(t, compiled, []byte(file)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// schemaNode is as much of the schema as leads to the keys and their defaults.
type schemaNode struct {
	Properties map[string]schemaNode
	Items      *schemaNode
	AnyOf      []schemaNode
	Default    json.RawMessage
	Others     json.RawMessage `json:"additionalProperties"`
}

// walk calls visit for each key of each object, with its path.
func (n schemaNode) walk(t *testing.T, path string, visit func(path string, node schemaNode)) {
	t.Helper()
	for key, node := range n.Properties {
		visit(path+"."+key, node)
		node.walk(t, path+"."+key, visit)
	}
	for _, node := range n.AnyOf {
		node.walk(t, path, visit)
	}
	if n.Items != nil {
		n.Items.walk(t, path+"[]", visit)
	}
	if len(n.Others) > 0 && string(n.Others) != "false" {
		var others schemaNode
		if err := json.Unmarshal(n.Others, &others); err != nil {
			t.Fatal(err)
		}
		others.walk(t, path+".*", visit)
	}
}

// The file that says everything has every key of the schema, so that none is
// without a test; that the decoder reads them all is shown by what it makes of
// that file.
func TestSchema_keys(t *testing.T) {
	t.Parallel()
	var root schemaNode
	if err := json.Unmarshal(schemaJSON(t), &root); err != nil {
		t.Fatal(err)
	}
	inSchema := make(map[string]bool)
	root.walk(t, "", func(path string, _ schemaNode) { inSchema[path] = true })
	data, err := yaml.YAMLToJSON([]byte(wholeManifest + "x: {applications: {a: {name: x, type: x, description: x, redirectUris: [], postSignOutRedirectUris: [], " +
		"corsAllowedOrigins: [], refreshToken: {alwaysIssue: true, rotate: true, ttlInDays: 1}, envFile: x}}, connector: {file: x}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	more := file["x"]
	delete(file, "x")
	inFile := make(map[string]bool)
	collect(inFile, "", file)
	collect(inFile, "", more)
	if diff := cmp.Diff(inSchema, inFile); diff != "" {
		t.Error(diff)
	}
}

// collect gathers the keys of a file by the paths that the schema has for them.
func collect(found map[string]bool, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			at := path + "." + key
			if path == ".emailTemplates" || path == ".applications" {
				at = path + ".*"
			} else {
				found[at] = true
			}
			collect(found, at, member)
		}
	case []any:
		for _, item := range value {
			collect(found, path+"[]", item)
		}
	}
}

// The defaults of the schema are those of the decoder.
func TestSchema_defaults(t *testing.T) {
	t.Parallel()
	m, _ := decodeManifest(t, manifestOptions(), "version: 1\napplications: [{name: a}]\nsignInExperience: {email: {}}\n"+
		"emailTemplates: {ja: [{usageType: SignIn, subject: '${brand.color}', content: '{{code}}'}]}")
	application, color := m.Applications[0].Type, m.EmailTemplates[0].Subject
	decoded := map[string]any{
		".applications[].type": application, ".applications.*.type": application,
		".brand.color": color, ".connector.brand.color": color,
		".signInExperience.email.signUp":           m.SignIn.SignUp,
		".signInExperience.email.passwordAtSignUp": m.SignIn.PasswordAtSignUp,
		".signInExperience.email.forgotPassword":   m.SignIn.ForgotPassword,
		".verify.roundTrip":                        m.Verify.RoundTrip,
	}
	var root schemaNode
	if err := json.Unmarshal(schemaJSON(t), &root); err != nil {
		t.Fatal(err)
	}
	declared := make(map[string]any)
	root.walk(t, "", func(path string, node schemaNode) {
		if len(node.Default) > 0 {
			var value any
			if err := json.Unmarshal(node.Default, &value); err != nil {
				t.Fatal(err)
			}
			declared[path] = value
		}
	})
	if diff := cmp.Diff(decoded, declared); diff != "" {
		t.Error(diff)
	}
}
