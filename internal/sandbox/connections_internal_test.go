package sandbox

import (
	"errors"
	"net"
	"testing"
	"time"
)

// TestLimitConnections waits for room, and no longer than the listener is open.
func TestLimitConnections(t *testing.T) {
	t.Parallel()
	socket, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := limitConnections(socket.(*net.TCPListener), 2)
	accept := func() <-chan net.Conn {
		accepted := make(chan net.Conn, 1)
		go func() {
			connection, err := listener.Accept()
			if err != nil {
				connection = nil
				if !errors.Is(err, net.ErrClosed) {
					t.Errorf("Accept() = %v", err)
				}
			}
			accepted <- connection
		}()
		return accepted
	}
	for range 4 {
		client, err := new(net.Dialer).DialContext(t.Context(), "tcp", socket.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = client.Close() }()
	}
	first, second := <-accept(), <-accept()
	if len(listener.slots) != 2 {
		t.Fatalf("%d slots taken", len(listener.slots))
	}
	third := accept()
	select {
	case <-third:
		t.Fatal("a third connection was taken")
	case <-time.After(50 * time.Millisecond): // long enough for a loop that does not wait
	}
	if err := errors.Join(first.Close(), first.Close()); !errors.Is(err, net.ErrClosed) || len(listener.slots) > 2 {
		t.Errorf("closed twice: %v, %d slots", err, len(listener.slots))
	}
	if last := <-third; last == nil {
		t.Error("no third connection when there was room")
	} else {
		defer func() { _ = last.Close() }()
	}
	waiting := accept()
	if err := listener.Close(); err != nil {
		t.Error(err)
	}
	if connection := <-waiting; connection != nil {
		t.Error("a connection of a closed listener")
	}
	if len(listener.slots) != 2 {
		t.Errorf("%d slots taken by two connections when the listener was closed", len(listener.slots))
	}
	_ = second.Close()
}
