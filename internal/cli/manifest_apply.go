package cli

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// ManifestProvisioner returns what brings the tenant to what the file says. The
// Direct Mail account is that of the user's own AccessKey, or else that of the
// file's connector.
func (e *Env) ManifestProvisioner(file manifest.Manifest) (provision.Provisioner, error) {
	provisioner, err := e.Provisioner()
	provisioner.DirectMail, provisioner.Senders = e, &e.shared.senders
	provisioner.Account = func(ctx context.Context, region string) (*aliyundm.Client, error) {
		client, err := e.DirectMailAccount(ctx, region)
		if !errors.Is(err, aliyundm.ErrNoCredentials) || file.Connector == nil {
			return client, err
		}
		return e.DirectMail(region, aliyundm.Credentials{
			AccessKeyID: file.Connector.AccessKeyID, AccessKeySecret: file.Connector.AccessKeySecret,
		})
	}
	return provisioner, err
}

// EnvFiles returns the .env files of the file's applications, which it finds fit to
// be written. A relative path
// counts from the folder and must not lead out of it, so that a file from somewhere
// else cannot reach the user's own ones unseen.
func (e *Env) EnvFiles(provisioner provision.Provisioner, file manifest.Manifest, folder string) ([]provision.EnvFile, error) {
	var files []provision.EnvFile
	for _, application := range file.Applications {
		path := application.EnvFile
		if path == "" {
			continue
		}
		target := path
		if !filepath.IsAbs(path) {
			if !filepath.IsLocal(path) {
				return nil, Usagef("envFile %s of the application %s leads out of the folder of the file: write it as an absolute path", path, application.Key)
			}
			target = filepath.Join(folder, path)
		}
		if err := dotenv.Check(target); err != nil {
			return nil, Usage(err)
		}
		files = append(files, provision.EnvFile{Key: application.Key, Path: path, Prepare: e.prepareEnvFile(provisioner, target)})
	}
	return files, nil
}

// prepareEnvFile asks Logto for the secret only when the file lacks something.
func (e *Env) prepareEnvFile(provisioner provision.Provisioner, target string) func(context.Context, logtoadmin.Application, plan.Status) (provision.EnvWriter, error) {
	return func(ctx context.Context, application logtoadmin.Application, status plan.Status) (provision.EnvWriter, error) {
		if status == plan.Unchanged {
			complete, err := e.HasEnvFile(application, target)
			switch {
			case err != nil:
				return nil, err
			case complete:
				return func() (bool, error) { return false, nil }, nil
			}
		}
		return e.PrepareEnvFile(ctx, provisioner, application, target)
	}
}
