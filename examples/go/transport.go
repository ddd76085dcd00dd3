package main

import (
	"net/http"
	"regexp"
	"strings"
)

const accessCookie = "__Secure-latchkey"

var (
	bearerForm  = regexp.MustCompile(`^(?i:bearer) ([^ ]+)$`)
	browsersOwn = regexp.MustCompile(`^(?i:basic|digest|negotiate|ntlm) +[^ ]`)
)

type caller struct {
	*claims
	token, via string
}

// callerOf chooses the way before anything is verified: an Authorization header counts alone, else the cookie.
func (s *service) callerOf(r *http.Request, isLogout bool) (*caller, error) {
	found, err := s.broughtBy(r)
	if err != nil {
		return nil, err
	}
	// rule: trv. A logout harms nobody else, so it is taken on any way.
	if !isLogout && found.HasRights && found.Trv != found.via {
		return nil, unauthorized("token_invalid")
	}
	return found, nil
}

func (s *service) broughtBy(r *http.Request) (*caller, error) {
	// rule: nowhere-else. These two headers are all that is looked at, and no query.
	lines := r.Header.Values("Authorization")
	// rule: bearer, rule: one-header
	if len(lines) == 1 {
		if match := bearerForm.FindStringSubmatch(lines[0]); match != nil {
			// rule: bearer-from-anywhere. Only a program sends one, so nobody asks which page it was.
			claims, err := s.authenticate(match[1])
			return &caller{claims, match[1], "bearer"}, err
		}
	}
	// rule: no-rescue. What a browser adds by itself does not outrank the cookie, where a page of ours provably asks.
	if len(lines) > 1 || (len(lines) == 1 && !(browsersOwn.MatchString(lines[0]) && s.isOwnPage(r))) {
		return nil, unauthorized("token_invalid")
	}
	found, err := s.byCookie(r)
	if err != nil {
		return nil, err
	}
	// rule: csrf, rule: safe-methods. A cookie changes something only if one of our own pages sent it.
	isSafe := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
	if !isSafe && !s.isOwnPage(r) {
		return nil, refuse(http.StatusForbidden, "csrf_refused")
	}
	return found, nil
}

func (s *service) byCookie(r *http.Request) (*caller, error) {
	texts := cookiesOf(strings.Join(r.Header.Values("Cookie"), "; "))
	switch len(texts) {
	// rule: token-missing
	case 0:
		return nil, unauthorized("token_missing")
	case 1:
		claims, err := s.authenticate(texts[0])
		return &caller{claims, texts[0], "cookie"}, err
	}
	// rule: several-cookies. A sibling host can plant a cookie of the same name: several count only if all that verify are of one session.
	var newest *caller
	for _, text := range texts {
		claims, err := s.authenticate(text)
		if err != nil || requireInTime(claims) != nil || (claims.HasRights && claims.Trv != "cookie") {
			continue
		}
		if newest != nil && (newest.Sid != claims.Sid || newest.Sub != claims.Sub) {
			return nil, unauthorized("token_invalid")
		}
		if newest == nil || newest.Iat < claims.Iat {
			newest = &caller{claims, text, "cookie"}
		}
	}
	if newest == nil {
		return nil, unauthorized("token_invalid")
	}
	return newest, nil
}

func cookiesOf(header string) []string {
	var texts []string
	// rule: cookie
	for _, pair := range strings.Split(header, ";") {
		name, value, has := strings.Cut(pair, "=")
		if has && strings.Trim(name, " \t") == accessCookie {
			texts = append(texts, strings.Trim(value, " \t"))
		}
	}
	return texts
}

// isOwnPage goes by what the browser says, never by the Host header: that is written by the one who asks.
func (s *service) isOwnPage(r *http.Request) bool {
	if site := strings.Join(r.Header.Values("Sec-Fetch-Site"), ", "); site != "" {
		return site == "same-origin"
	}
	return strings.Join(r.Header.Values("Origin"), ", ") == s.origin
}
