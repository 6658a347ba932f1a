package preview

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long files have to be quiet before they are read: editors save
// by several writes and renames.
const settle = 80 * time.Millisecond

// watch has the shelf forget what it holds whenever something below path
// changes, until the context ends. Folders are watched and not files, because an
// editor replaces a file by another one of its name.
func watch(ctx context.Context, path string, shelf *shelf) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %s: %w", path, err)
	}
	if err := addFolders(watcher, path); err != nil {
		_ = watcher.Close()
		return fmt.Errorf("watch %s: %w", path, err)
	}
	shelf.onLoad(func(library Library) {
		for _, template := range library.Templates {
			_ = watcher.Add(filepath.Dir(template.File)) // what is built in is no file
		}
	})
	changes := make(chan struct{}, 1)
	go func() {
		defer close(changes)
		forward(ctx, watcher, changes)
	}()
	go debounce(changes, settle, shelf.forget)
	return nil
}

// forward passes the events on, and watches folders that appear.
func forward(ctx context.Context, watcher *fsnotify.Watcher, changes chan<- struct{}) {
	defer func() { _ = watcher.Close() }()
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-watcher.Events:
			if event.Op == fsnotify.Chmod {
				continue // indexers and backups do that all the time
			}
			if event.Has(fsnotify.Create) {
				_ = addFolders(watcher, event.Name) // which may be gone again
			}
		case err := <-watcher.Errors:
			if err == nil { // closed
				return
			}
			// events were lost: read everything
		}
		select {
		case changes <- struct{}{}:
		default: // one is waiting already
		}
	}
}

// addFolders watches a folder with those in it, one for each language, or the
// folder that a file is in.
func addFolders(watcher *fsnotify.Watcher, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return watcher.Add(filepath.Dir(path))
	}
	if err := watcher.Add(path); err != nil {
		return err
	}
	entries, err := os.ReadDir(path)
	for _, entry := range entries {
		if entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
			err = errors.Join(err, watcher.Add(filepath.Join(path, entry.Name())))
		}
	}
	return err
}

// debounce calls act once changes have been quiet for a while, until the channel
// is closed.
func debounce(changes <-chan struct{}, quiet time.Duration, act func()) {
	timer := time.NewTimer(quiet)
	timer.Stop()
	defer timer.Stop()
	for {
		select {
		case _, more := <-changes:
			if !more {
				return
			}
			timer.Reset(quiet)
		case <-timer.C:
			act()
		}
	}
}
