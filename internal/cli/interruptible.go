package cli

import (
	"context"
	"io"
)

// interruptible returns a reader that gives up when the context ends: a read of
// a terminal or a pipe would otherwise wait on, deaf to Ctrl-C. The read that is
// left behind ends with the process.
func interruptible(ctx context.Context, in io.Reader) io.Reader {
	return readerFunc(func(buffer []byte) (int, error) {
		type result struct {
			data []byte
			err  error
		}
		done := make(chan result, 1)
		go func() {
			data := make([]byte, len(buffer)) // not the caller's, who may be gone
			n, err := in.Read(data)
			done <- result{data[:n], err}
		}()
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case read := <-done:
			return copy(buffer, read.data), read.err
		}
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(buffer []byte) (int, error) { return f(buffer) }
