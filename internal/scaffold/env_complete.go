package scaffold

import (
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/dotenv"
)

// CompleteEnv gives the app in a folder the settings that its .env lacks, such as
// after a clone, in which there is none: a session secret, and the port of the
// redirect URI among the variables. It tells whether it wrote anything.
func CompleteEnv(dir string, variables []dotenv.Variable) (bool, error) {
	_, complete, err := (&Project{Dir: dir}).env(variables)
	if err != nil {
		return false, err
	}
	return dotenv.Write(filepath.Join(dir, EnvFile), complete)
}
