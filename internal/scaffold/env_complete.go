package scaffold

import (
	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/folder"
)

// CompleteEnv gives the app in a folder the settings that its .env lacks, such as
// after a clone, in which there is none: a session secret, besides the variables,
// and for a new .env the title, which is what the pages call the app. It tells
// whether it wrote anything.
func CompleteEnv(dir, title string, variables []dotenv.Variable) (bool, error) {
	_, found, err := folder.Read(dir, EnvFile)
	if err != nil {
		return false, err
	}
	project := &Project{Dir: dir}
	if !found {
		project.title = title
	}
	_, complete, err := project.env(variables)
	if err != nil {
		return false, err
	}
	return dotenv.Write(project.EnvPath(), complete)
}
