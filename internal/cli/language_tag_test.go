package cli_test

import (
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
)

func TestLanguageTag(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"en", "ja", "zh-CN", "zh-Hant-TW", "pt-BR"} {
		if err := cli.LanguageTag("--locale", tag); err != nil {
			t.Errorf("%s: %v", tag, err)
		}
	}
	for tag, want := range map[string]string{
		"":           `--locale "" is not a language tag`,
		"bogus tag!": "is not a language tag",
		"JA":         "write ja",
		"zh_CN":      "write zh-CN",
	} {
		err := cli.LanguageTag("--locale", tag)
		if exitcode.Of(err) != exitcode.Usage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", tag, err)
		}
	}
}
