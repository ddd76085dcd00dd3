package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"regexp"
	"sort"
	"time"
)

// Seconds that may have passed since a session was last proven to live.
const (
	read      = 900
	sensitive = 15
)

var amountForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,11})$`)

type reply struct {
	status  int
	body    any
	cookies []string
}

type handler func(s *service, w http.ResponseWriter, r *http.Request) (*reply, error)

var routes = map[string]map[string]handler{
	"/":                      {"GET": page},
	"/health/live":           {"GET": live},
	"/health/ready":          {"GET": ready},
	"/internal/keys":         {"GET": keyReport},
	"/api/me":                {"GET": me},
	"/api/services":          {"GET": services},
	"/api/session/stream":    {"GET": stream},
	"/api/logout":            {"POST": logOut},
	"/api/logout/everywhere": {"POST": logOutEverywhere},
	"/api/pension":           {"GET": readPension, "PUT": writePension},
	"/api/pension/clients":   {"GET": clients},
}

func ok(body any) (*reply, error) { return &reply{status: http.StatusOK, body: body}, nil }

// rule: alive
func live(*service, http.ResponseWriter, *http.Request) (*reply, error) {
	return ok(map[string]any{"status": "ok"})
}

func ready(s *service, _ http.ResponseWriter, _ *http.Request) (*reply, error) {
	return ok(map[string]any{"status": "ok", "feedAge": s.feedAge()})
}

// rule: me
func me(s *service, _ http.ResponseWriter, r *http.Request) (*reply, error) {
	c, err := s.guard(r, read, "")
	if err != nil {
		return nil, err
	}
	roles := append([]string{}, c.Roles...)
	return ok(map[string]any{"sub": c.Sub, "username": c.Username, "roles": roles, "sid": c.Sid, "iat": c.Iat, "exp": c.Exp})
}

func services(s *service, _ http.ResponseWriter, _ *http.Request) (*reply, error) {
	var list []json.RawMessage
	s.state.read(func() { list = s.state.Services })
	return ok(map[string]any{"services": list})
}

func readPension(s *service, _ http.ResponseWriter, r *http.Request) (*reply, error) {
	c, err := s.guard(r, read, "")
	if err != nil {
		return nil, err
	}
	amount := "0"
	s.state.read(func() {
		if kept, has := s.state.Pensions[c.Sub]; has {
			amount = kept
		}
	})
	return ok(map[string]any{"owner": c.Sub, "monthlyMinor": amount})
}

func writePension(s *service, _ http.ResponseWriter, r *http.Request) (*reply, error) {
	c, err := s.guard(r, sensitive, "")
	if err != nil {
		return nil, err
	}
	members, err := jsonBody(r)
	if err != nil {
		return nil, err
	}
	amount := textOf(members["monthlyMinor"], amountForm)
	if amount == "" || len(members) != 1 {
		errors := []map[string]string{{"path": "monthlyMinor", "message": "must be cents, as text"}}
		return nil, &problem{status: 400, code: "invalid_body", members: map[string]any{"errors": errors}}
	}
	if err := s.state.change(func() { s.state.Pensions[c.Sub] = amount }); err != nil {
		return nil, err
	}
	return ok(map[string]any{"owner": c.Sub, "monthlyMinor": amount})
}

// rule: json-only. Of any other type a foreign page could send it without asking. What is no object is one without members.
func jsonBody(r *http.Request) (map[string]any, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, refuse(http.StatusUnsupportedMediaType, "unsupported_media_type")
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, refuse(http.StatusRequestEntityTooLarge, "too_large")
	}
	compact := bytes.Buffer{}
	if json.Compact(&compact, data) != nil {
		return nil, nil
	}
	members, _ := object(compact.Bytes())
	return members, nil
}

func clients(s *service, _ http.ResponseWriter, r *http.Request) (*reply, error) {
	if _, err := s.guard(r, read, "adviser"); err != nil {
		return nil, err
	}
	subs := []string{}
	s.state.read(func() {
		for sub := range s.state.Pensions {
			subs = append(subs, sub)
		}
	})
	sort.Strings(subs)
	return ok(map[string]any{"clients": subs})
}

func logOut(s *service, _ http.ResponseWriter, r *http.Request) (*reply, error) {
	return s.logOut(r, false)
}

func logOutEverywhere(s *service, _ http.ResponseWriter, r *http.Request) (*reply, error) {
	return s.logOut(r, true)
}

// rule: logout-expired. An authentic token may always end its own session, also when its time is over; but not those of others.
func (s *service) logOut(r *http.Request, everywhere bool) (*reply, error) {
	c, err := s.callerOf(r, true)
	if err != nil {
		return nil, err
	}
	left := c.AuthTime + s.sessionAbsolute - time.Now().Unix()
	if everywhere || left <= 0 {
		if err := requireInTime(c.claims); err != nil {
			return nil, err
		}
	}
	if err := s.sessions.end(c, everywhere); err != nil {
		return nil, err
	}
	// rule: logout-cookies
	reach := "; Domain=" + s.cookieDomain + "; Path=/; Secure; SameSite=Lax"
	out := fmt.Sprintf("__Secure-latchkey-out=%s; Max-Age=%d; HttpOnly", c.Sid, int64(math.Max(float64(left), 0)))
	cookies := []string{accessCookie + "=; Max-Age=0; HttpOnly" + reach, "latchkey-hint=; Max-Age=0" + reach, out + reach}
	return &reply{status: http.StatusNoContent, cookies: cookies}, nil
}

func stream(s *service, w http.ResponseWriter, r *http.Request) (*reply, error) {
	c, err := s.guard(r, read, "")
	if err != nil {
		return nil, err
	}
	if r.Method == http.MethodHead {
		return ok(nil)
	}
	return nil, s.streams.serve(w, c.claims)
}

func keyReport(s *service, _ http.ResponseWriter, r *http.Request) (*reply, error) {
	if !s.isOperator(r) {
		return nil, refuse(http.StatusNotFound, "not_found")
	}
	thumbprints := []string{}
	for _, one := range s.keys.all() {
		thumbprints = append(thumbprints, one.thumbprint)
	}
	replica := map[string]any{
		"instance": s.instance, "thumbprints": thumbprints, "signing": nil, "fault": s.keys.faultNow(), "feedAge": s.feedAge(),
		"tokenVersions": []int{1, 2}, "seenAt": time.Now().UTC().Format("2006-01-02T15:04:05.000Z"),
	}
	return ok(map[string]any{"service": s.id, "tokenTtl": s.tokenTTL, "replicas": []any{replica}})
}
