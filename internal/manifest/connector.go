package manifest

import (
	"io/fs"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// The environment variables that stand in for keys which connector.json leaves
// out. They are those of Alibaba Cloud's own tools.
const (
	AccessKeyIDVariable     = "ALIBABA_CLOUD_ACCESS_KEY_ID"
	AccessKeySecretVariable = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
	RegionIDVariable        = "ALIBABA_CLOUD_REGION_ID"
)

// The keys of the connector's configuration, in the order of its
// documentation.
const (
	keyAccessKeyID     = "accessKeyId"
	keyAccessKeySecret = "accessKeySecret"
	keyAccountName     = "accountName"
	keyFromAlias       = "fromAlias"
	keyRegionID        = "regionId"
	keyTemplates       = "templates"
	keyBrand           = "brand"
)

// Connector is the configuration of Logto's Aliyun Direct Mail connector
// (factory aliyun-direct-mail), as in connector.json and in config of
// GET /api/connectors.
type Connector struct {
	// AccessKeyID and AccessKeySecret sign the requests to Direct Mail.
	AccessKeyID     string
	AccessKeySecret secret.Text
	// AccountName is the sender address, which must exist in the region.
	AccountName string
	// FromAlias is the name that mail programs show for the sender, less than
	// 15 characters. It may be empty.
	FromAlias string
	// RegionID is the region of the sender address. It may be empty: the
	// connector then uses cn-hangzhou.
	RegionID string
	// Templates holds at least the required usage types.
	Templates []email.Template
	// Extra holds the keys of a live configuration that logtoctl does not
	// know. Logto keeps them, so an update has to send them back.
	Extra map[string]any
}

// ConnectorOptions is what [DecodeConnector] needs from outside of the file.
type ConnectorOptions struct {
	// Lookup returns the value of an environment variable and whether it is
	// set. Without it none is.
	Lookup func(name string) (value string, found bool)
	// OpenDir opens the folder that templates names. A relative path counts
	// from the folder of the decoded file. Without it a folder is an error.
	OpenDir func(path string) (fs.FS, error)
	// Builtin are the templates of a file that leaves templates out. Without
	// them templates is required.
	Builtin Builtin
	// Templates wins over what the file says of its templates, if it is there.
	Templates *TemplateFolder
	// Regions are the region ids that Direct Mail and the connector know.
	// Without them any region is taken.
	Regions []string
	// Brand has values, by the keys of [email.BrandKeys], that win over those of
	// the file. They have been checked.
	Brand map[string]string
	// Take gets each template as soon as it is read, in their order, and none is
	// returned: of many templates no more are held than a folder has. It is for
	// the functions that read nothing but templates.
	Take func(MailTemplate)
}

// Builtin are the templates that logtoctl brings along in a language.
type Builtin struct {
	// Language is their language tag.
	Language string
	// Files are the templates with their places.
	Files []email.File
}
