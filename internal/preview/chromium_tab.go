package preview

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/mafredri/cdp/protocol/emulation"
	"github.com/mafredri/cdp/protocol/page"
	"github.com/mafredri/cdp/protocol/target"
	"github.com/mafredri/cdp/rpcc"
)

const (
	// tabTimeout is how long a browser may take to open a tab.
	tabTimeout = 30 * time.Second
	// shotTimeout is how long it may take for one picture.
	shotTimeout = 30 * time.Second
)

// tab is a page of the browser, driven by the Chrome DevTools Protocol:
// https://chromedevtools.github.io/devtools-protocol. It ends with the browser.
type tab struct {
	conn *rpcc.Conn
	// lifecycle tells what has become of the documents of the page.
	lifecycle page.LifecycleEventClient
}

// open opens a tab. The context is that of the tab.
func (c *chromium) open(ctx context.Context) (_ *tab, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("open a tab of the browser: %w", err)
		}
	}()
	opening, cancel := context.WithTimeout(ctx, tabTimeout)
	defer cancel()
	conn, err := c.dial(opening, c.devTools)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	// A tab behind another one is not drawn; a window is.
	created, err := target.NewClient(conn).CreateTarget(opening, target.NewCreateTargetArgs("about:blank").SetNewWindow(true))
	if err != nil {
		return nil, err
	}
	address, err := url.Parse(c.devTools)
	if err != nil {
		return nil, err
	}
	address.Path = "/devtools/page/" + string(created.TargetID)
	own, err := c.dial(opening, address.String())
	if err != nil {
		return nil, err
	}
	t := &tab{conn: own}
	client := page.NewClient(own)
	if t.lifecycle, err = client.LifecycleEvent(ctx); err == nil {
		err = errors.Join(client.Enable(opening), client.SetLifecycleEventsEnabled(opening, page.NewSetLifecycleEventsEnabledArgs(true)))
	}
	if err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// dial connects to an address of the browser. The dialler heeds no deadline
// while it waits for the answer, so the browser is ended at the deadline.
func (c *chromium) dial(ctx context.Context, address string) (*rpcc.Conn, error) {
	stop := context.AfterFunc(ctx, c.kill)
	defer stop()
	return rpcc.DialContext(ctx, address)
}

func (t *tab) close() { _ = t.conn.Close() }

// take opens an address and takes a picture of all of it, as PNG.
func (t *tab) take(ctx context.Context, address string, s shot) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, shotTimeout)
	defer cancel()
	screen := emulation.NewClient(t.conn)
	scheme := emulation.MediaFeature{Name: "prefers-color-scheme", Value: mode(s.Dark)}
	if err := screen.SetEmulatedMedia(ctx, emulation.NewSetEmulatedMediaArgs().SetFeatures([]emulation.MediaFeature{scheme})); err != nil {
		return nil, err
	}
	if err := screen.SetDeviceMetricsOverride(ctx, emulation.NewSetDeviceMetricsOverrideArgs(s.Width, minHeight, 1, false)); err != nil {
		return nil, err
	}
	if err := t.navigate(ctx, address); err != nil {
		return nil, err
	}
	picture, err := page.NewClient(t.conn).CaptureScreenshot(ctx, page.NewCaptureScreenshotArgs().SetCaptureBeyondViewport(true))
	if err != nil {
		return nil, err
	}
	return picture.Data, nil
}

// navigate opens an address and waits until everything on it has been loaded.
func (t *tab) navigate(ctx context.Context, address string) error {
	document, err := page.NewClient(t.conn).Navigate(ctx, page.NewNavigateArgs(address))
	switch {
	case err != nil:
		return err
	case document.ErrorText != nil:
		return fmt.Errorf("open %s: %s", address, *document.ErrorText)
	case document.LoaderID == nil:
		return fmt.Errorf("open %s: nothing was loaded", address)
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.lifecycle.Ready():
		}
		event, err := t.lifecycle.Recv()
		if err != nil {
			return err
		}
		if event.Name == "load" && event.LoaderID == *document.LoaderID {
			return nil
		}
	}
}
