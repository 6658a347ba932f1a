package sandbox

import (
	"net"
	"sync"
)

// limitedListener takes so many connections at a time and leaves further ones
// in the queue of the system until one is closed. Unlike netutil's it hands out
// TCP connections, of which a server needs to close one half after a refusal.
type limitedListener struct {
	*net.TCPListener
	slots chan struct{} // one for each open connection

	once   sync.Once
	closed chan struct{}
}

func limitConnections(socket *net.TCPListener, limit int) *limitedListener {
	return &limitedListener{TCPListener: socket, slots: make(chan struct{}, limit), closed: make(chan struct{})}
}

// Accept waits for a connection, and before that for room for it.
func (l *limitedListener) Accept() (net.Conn, error) {
	select {
	case l.slots <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	connection, err := l.AcceptTCP()
	if err != nil {
		l.release()
		return nil, err
	}
	return &limitedConnection{TCPConn: connection, release: sync.OnceFunc(l.release)}, nil
}

func (l *limitedListener) release() { <-l.slots }

// Close closes the listener, also for one who waits for room.
func (l *limitedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.TCPListener.Close()
}

// limitedConnection makes room when it is closed.
type limitedConnection struct {
	*net.TCPConn
	release func()
}

// Close closes the connection.
func (c *limitedConnection) Close() error {
	defer c.release()
	return c.TCPConn.Close()
}
