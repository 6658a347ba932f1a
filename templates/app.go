package templates

import (
	"embed"
	"io/fs"
)

// The patterns name the files one by one, so that what trying the app out leaves
// there, such as a .env with secrets, never gets into the binary.
//
//go:embed _app/common/*.go _app/common/pages _app/common/README.md
//go:embed _app/common/.env.example _app/common/.gitignore
//go:embed _app/gin/*.go _app/gin/*.txt _app/net-http/*.go _app/net-http/*.txt
var app embed.FS

// App returns the Go web app that logtoctl brings along: the folder common with
// what all frameworks share, and one folder for each framework. Go passes over
// folders that begin with an underscore, so that the app has its own module and
// its own dependencies; its go.mod and go.sum end in .txt, because a folder with
// a go.mod cannot be embedded.
func App() (fs.FS, error) { return fs.Sub(app, "_app") }
