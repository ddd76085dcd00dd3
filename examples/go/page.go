package main

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// It comes again when its session ends, and so leads to the renewal or to the login.
var pageOf = template.Must(template.New("pension").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Pension</title>
<h1>Your pension, {{.Name}}</h1>
<p>{{printf "%.2f" .Amount}} a month</p>
<script>new EventSource('/api/session/stream').addEventListener('end', () => location.reload());</script>
</html>
`))

// page is rendered here for who is known.
func page(s *service, w http.ResponseWriter, r *http.Request) (*reply, error) {
	c, err := s.guard(r, read, "")
	var refused *problem
	if errors.As(err, &refused) && refused.status == http.StatusUnauthorized && isNavigation(r) {
		// rule: page-renewal. Back to this origin, never to the Host header's.
		back := url.Values{"return_to": {s.origin + r.URL.RequestURI()}}
		w.Header().Set("Location", s.issuer+"/renew?"+back.Encode())
		w.WriteHeader(http.StatusFound)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	cents := "0"
	s.state.read(func() {
		if kept, has := s.state.Pensions[c.Sub]; has {
			cents = kept
		}
	})
	amount, _ := strconv.ParseFloat(cents, 64)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return nil, pageOf.Execute(w, map[string]any{"Name": c.Username, "Amount": amount / 100})
}

func isNavigation(r *http.Request) bool {
	if dest := r.Header.Get("Sec-Fetch-Dest"); dest != "" {
		return dest == "document"
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}
