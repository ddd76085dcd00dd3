package main

import (
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	streamsPerSession = 16
	streamsInAll      = 10_000
	lookEvery         = time.Second
	commentEvery      = 15
	// Who does not read is not waited for.
	writeWithin = 20 * time.Millisecond
	streamHead  = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n" +
		"X-Accel-Buffering: no\r\nConnection: close\r\n\r\nretry: 2000\n\n: open\n\n"
)

// streams tell open pages within a second that their session is over.
type streams struct {
	service *service
	news    chan struct{}
	lock    sync.Mutex
	// The claims of the newest token of the session of each.
	open map[net.Conn]*claims
}

// wake says that something may have ended.
func (s *streams) wake() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

// serve takes the connection over until the session ends or the page is gone.
func (s *streams) serve(w http.ResponseWriter, c *claims) error {
	s.lock.Lock()
	count := 0
	for _, other := range s.open {
		if other.Sid == c.Sid {
			count++
		}
	}
	total := len(s.open)
	s.lock.Unlock()
	later := map[string]string{"Retry-After": "60"}
	if count >= streamsPerSession {
		return &problem{status: http.StatusTooManyRequests, code: "too_many_streams", headers: later}
	}
	if total >= streamsInAll {
		return &problem{status: http.StatusServiceUnavailable, code: "streams_exhausted", headers: later}
	}
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return err
	}
	_ = connection.SetDeadline(time.Time{})
	s.lock.Lock()
	s.open[connection] = c
	s.lock.Unlock()
	s.send(connection, streamHead)
	s.wake()
	// A page says nothing; this ends when it goes, or when the stream is ended here.
	_, _ = io.Copy(io.Discard, connection)
	s.drop(connection)
	return nil
}

// saw lets the streams of a session live on by a newer token of it.
func (s *streams) saw(c *claims) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for connection, held := range s.open {
		if held.Sid == c.Sid && held.Iat < c.Iat {
			s.open[connection] = c
		}
	}
}

// rule: stream
func (s *streams) watch() {
	for turn := 1; ; turn++ {
		commented := time.Now()
		for time.Since(commented) < commentEvery*time.Second {
			select {
			case <-s.news:
			case <-time.After(lookEvery):
			}
			s.endThoseThatAreOver()
		}
		for connection := range s.held() {
			s.send(connection, ":\n\n")
		}
	}
}

func (s *streams) endThoseThatAreOver() {
	for connection, c := range s.held() {
		code := s.service.sessions.endOf(c)
		if code == "" && c.Exp <= time.Now().Unix() {
			code = "token_expired"
		}
		if code != "" {
			s.send(connection, "event: end\ndata: {\"code\":\""+code+"\"}\n\n")
			s.drop(connection)
		}
	}
}

func (s *streams) held() map[net.Conn]*claims {
	s.lock.Lock()
	defer s.lock.Unlock()
	held := make(map[net.Conn]*claims, len(s.open))
	for connection, c := range s.open {
		held[connection] = c
	}
	return held
}

func (s *streams) send(connection net.Conn, text string) {
	_ = connection.SetWriteDeadline(time.Now().Add(writeWithin))
	if _, err := io.WriteString(connection, text); err != nil {
		s.drop(connection)
	}
}

func (s *streams) drop(connection net.Conn) {
	s.lock.Lock()
	delete(s.open, connection)
	s.lock.Unlock()
	_ = connection.Close()
}

// close ends all without an event: browsers come back by themselves, to whoever serves then.
func (s *streams) close() {
	for connection := range s.held() {
		s.drop(connection)
	}
}
