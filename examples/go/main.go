// The pension service: a service of a Latchkey deployment with nothing but Go's standard library.
package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	s, err := newService()
	if err != nil {
		log.Fatal(err)
	}
	s.start()
	server := &http.Server{Addr: s.address, Handler: s, ReadTimeout: readWithin, IdleTimeout: time.Minute}
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go func() {
		<-stopped.Done()
		s.streams.close()
		within, cancel := context.WithTimeout(context.Background(), bankWithin)
		defer cancel()
		_ = server.Shutdown(within)
	}()
	log.Printf("pension listens on %s", s.address)
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}
