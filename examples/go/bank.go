package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	bankWithin  = 3 * time.Second
	smallAnswer = 100_000
)

// No redirects: what another place says is not the bank's word. Long answers come compressed, and are bounded as they are unpacked.
var bankClient = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

type question struct {
	method, path, body string
	headers            map[string]string
	longest            int64
	within             time.Duration
}

// ask answers status and body.
func (s *service) ask(q question) (int, []byte, error) {
	within, cancel := context.WithTimeout(context.Background(), q.within)
	defer cancel()
	request, err := http.NewRequestWithContext(within, q.method, s.bankURL+q.path, strings.NewReader(q.body))
	if err != nil {
		return 0, nil, err
	}
	for name, value := range q.headers {
		request.Header.Set(name, value)
	}
	answer, err := bankClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, q.longest+1))
	if err == nil && int64(len(data)) > q.longest {
		err = errors.New("the answer is too long")
	}
	return answer.StatusCode, data, err
}
