package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
)

// problem is an error in the shape that sites and programs act on: RFC 9457, with the codes of Latchkey's docs/tokens.md.
type problem struct {
	status  int
	code    string
	detail  string
	headers map[string]string
	members map[string]any
}

func (p *problem) Error() string { return p.code }

// One wording of each code, whatever was wrong: the reason is nobody's business.
var details = map[string]string{
	"token_missing":  "A token is needed here, and none came.",
	"token_invalid":  "The token is not authentic.",
	"token_expired":  "The token's time is over.",
	"clock_skew":     "The clocks of service and bank differ too much.",
	"session_ended":  "The session is over.",
	"renew_required": "A newer token is needed here.",
	"csrf_refused":   "This request did not come from a page that may act here.",
}

func refuse(status int, code string) *problem {
	return &problem{status: status, code: code, detail: details[code]}
}

func unauthorized(code string) *problem { return refuse(http.StatusUnauthorized, code) }

func (p *problem) write(w http.ResponseWriter, realm, requestID string) {
	for name, value := range p.headers {
		w.Header().Set(name, value)
	}
	// rule: challenge, rule: no-redirect
	if p.status == http.StatusUnauthorized {
		challenge := `Bearer realm="` + realm + `"`
		if p.code != "token_missing" {
			challenge += `, error="invalid_token"`
		}
		w.Header().Set("WWW-Authenticate", challenge)
	}
	title := http.StatusText(p.status)
	if p.detail == "" {
		p.detail = title
	}
	// rule: problem
	body := map[string]any{"type": "about:blank", "title": title, "status": p.status, "detail": p.detail}
	for name, value := range p.members {
		body[name] = value
	}
	body["code"], body["requestId"] = p.code, requestID
	writeJSON(w, p.status, "application/problem+json", body)
}

func writeJSON(w http.ResponseWriter, status int, contentType string, body any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// newID is a random UUID (RFC 9562, version 4).
func newID() string {
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		panic(err)
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	text := hex.EncodeToString(id[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
