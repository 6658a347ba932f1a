package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// An AccessKey that is not set here is empty, each half by itself, and everything
// else of the file is checked as ever.
func TestEnv_ReadSetUp(t *testing.T) {
	t.Parallel()
	const file = "version: 1\nconnector: {accountName: noreply@mail.example.com}\n"
	for name, test := range map[string]struct {
		file       string
		env        map[string]string
		wantID     string
		wantSecret secret.Text
		wantErr    bool
	}{
		"neither":      {file: file},
		"both":         {file: file, env: map[string]string{manifest.AccessKeyIDVariable: "LTAI1", manifest.AccessKeySecretVariable: "s1"}, wantID: "LTAI1", wantSecret: "s1"},
		"one":          {file: file, env: map[string]string{manifest.AccessKeyIDVariable: "LTAI1", manifest.AccessKeySecretVariable: ""}, wantID: "LTAI1"},
		"references":   {file: "version: 1\nconnector: {accessKeyId: \"${ALIBABA_CLOUD_ACCESS_KEY_ID}\", accessKeySecret: s2, accountName: noreply@mail.example.com}\n", wantSecret: "s2"},
		"no connector": {file: "version: 1\n"},
		"wrong":        {file: "version: 1\nconnector: {accountName: noreply}\n", wantErr: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "logtoctl.yaml")
			if err := os.WriteFile(path, []byte(test.file), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := surroundings{env: test.env}.start(t).ReadSetUp(t.Context(), []string{path}, nil)
			if (err != nil) != test.wantErr {
				t.Fatalf("the error is %v", err)
			}
			var connector manifest.Connector
			if got.Connector != nil {
				connector = *got.Connector
			}
			if connector.AccessKeyID != test.wantID || connector.AccessKeySecret != test.wantSecret {
				t.Errorf("the AccessKey is %q, want %q; the secret is as wanted: %t", connector.AccessKeyID, test.wantID, connector.AccessKeySecret == test.wantSecret)
			}
		})
	}
}
