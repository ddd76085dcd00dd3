package main

import (
	"crypto/ed25519"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"log"
	"math"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"time"
)

const (
	longestBody = 10_000
	learnEvery  = time.Minute
	readWithin  = 30 * time.Second
)

var saneID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// service has its settings, by Latchkey's own names, and its parts.
type service struct {
	id, address, origin, issuer, bankURL, cookieDomain, opsToken, instance string
	tokenTTL, sessionAbsolute                                              int64
	ownKey                                                                 ed25519.PrivateKey
	keys                                                                   *keyRing
	state                                                                  *state
	feed                                                                   *feed
	sessions                                                               *sessions
	streams                                                                *streams
}

func newService() (*service, error) {
	port := setting("PORT", "3003")
	s := &service{
		id: "pension", address: net.JoinHostPort(setting("HOST", "127.0.0.1"), port), instance: newID()[:8],
		origin:       setting("PUBLIC_URL", "http://pension.demo.localhost:"+port),
		issuer:       setting("SSO_ISSUER", "http://bank.demo.localhost:3001"),
		cookieDomain: setting("SSO_COOKIE_DOMAIN", "demo.localhost"),
		opsToken:     os.Getenv("OPS_TOKEN"),
	}
	s.bankURL = setting("BANK_URL", s.issuer)
	var errs [5]error
	s.tokenTTL, errs[0] = strconv.ParseInt(setting("TOKEN_TTL", "900"), 10, 32)
	s.sessionAbsolute, errs[1] = strconv.ParseInt(setting("SESSION_ABSOLUTE", "43200"), 10, 32)
	s.keys, errs[2] = newKeyRing(os.Getenv("JWT_SECRET"), os.Getenv("JWT_KEYS_FILE"))
	s.state, errs[3] = loadState(setting("DATA_DIR", ".data"))
	if file := os.Getenv("SERVICE_KEY_FILE"); file != "" {
		s.ownKey, errs[4] = readOwnKey(file)
	}
	s.feed = &feed{service: s}
	s.sessions = &sessions{service: s, news: make(chan struct{}, 1)}
	s.streams = &streams{service: s, news: make(chan struct{}, 1), open: map[net.Conn]*claims{}}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func (s *service) start() {
	go s.keys.follow()
	go s.feed.follow()
	go s.sessions.tellAll()
	go s.streams.watch()
	go s.learnServices()
}

// learnServices fetches the list by which pages switch between services; the last one known counts while the bank is away.
func (s *service) learnServices() {
	for ; ; time.Sleep(learnEvery) {
		path := "/.well-known/latchkey/services"
		status, data, err := s.ask(question{"GET", path, "", nil, smallAnswer, bankWithin})
		var list struct{ Services []json.RawMessage }
		if err == nil && status == 200 && json.Unmarshal(data, &list) == nil && list.Services != nil {
			_ = s.state.change(func() { s.state.Services = list.Services })
		}
	}
}

// feedAge is nil as long as the bank was never heard.
func (s *service) feedAge() any {
	if age := s.feed.age(); !math.IsInf(age, 1) {
		return age
	}
	return nil
}

// guard says who calls. The order decides which error is told: first who it is, then whether the session lives, then rights.
func (s *service) guard(r *http.Request, bound float64, role string) (*caller, error) {
	c, err := s.callerOf(r, false)
	if err != nil {
		return nil, err
	}
	if err := requireInTime(c.claims); err != nil {
		return nil, err
	}
	if err := s.sessions.requireActive(c.claims, bound); err != nil {
		return nil, err
	}
	s.streams.saw(c.claims)
	// rule: role
	if role != "" && !contains(c.Roles, role) {
		members := map[string]any{"roles": []string{role}}
		return nil, &problem{status: 403, code: "role_missing", detail: "This needs the role " + role + ".", members: members}
	}
	return c, nil
}

// isOperator goes by the token of operators; without one, by a peer on this machine that comes through no proxy.
// rule: operators-only
func (s *service) isOperator(r *http.Request) bool {
	if s.opsToken != "" {
		given := []byte(r.Header.Get("Authorization"))
		return subtle.ConstantTimeCompare(given, []byte("Bearer "+s.opsToken)) == 1
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	return net.ParseIP(host).IsLoopback() && len(r.Header.Values("X-Forwarded-For")) == 0
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	requestID := r.Header.Get("X-Request-Id")
	if !saneID.MatchString(requestID) {
		requestID = newID()
	}
	// rule: no-store, rule: no-cors. No header lets another origin read.
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Request-Id", requestID)
	r.Body = http.MaxBytesReader(w, r.Body, longestBody)
	answer, err := s.route(w, r)
	var refused *problem
	switch {
	case errors.As(err, &refused):
		refused.write(w, s.origin, requestID)
	// rule: never-fails. What is bad input was refused before; this is a fault of ours.
	case err != nil:
		log.Printf("%s: %v", requestID, err)
		refuse(http.StatusInternalServerError, "internal").write(w, s.origin, requestID)
	case answer == nil:
		// A page, or a stream that is over.
	default:
		for _, cookie := range answer.cookies {
			w.Header().Add("Set-Cookie", cookie)
		}
		if answer.status == http.StatusNoContent {
			w.WriteHeader(answer.status)
		} else {
			writeJSON(w, answer.status, "application/json", answer.body)
		}
	}
}

func (s *service) route(w http.ResponseWriter, r *http.Request) (*reply, error) {
	methods, isKnown := routes[r.URL.Path]
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	handle, isTaken := methods[method]
	if !isKnown {
		return nil, refuse(http.StatusNotFound, "not_found")
	}
	if !isTaken {
		return nil, refuse(http.StatusMethodNotAllowed, "method_not_allowed")
	}
	return handle(s, w, r)
}
