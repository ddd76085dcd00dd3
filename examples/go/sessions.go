package main

import (
	"crypto/ed25519"
	"encoding/json"
	"os"
	"time"
)

const (
	triesOfAnInvalidToken = 6
	tellEvery             = 2 * time.Second
)

// sessions says whether a session lives, and tells the bank of its end.
type sessions struct {
	service *service
	news    chan struct{}
}

// endOf says why a session, or this token of it, counts no more; empty while it does.
func (s *sessions) endOf(c *claims) (code string) {
	state := s.service.state
	state.read(func() {
		// rule: session-ended
		if _, isOver := state.Ended[c.Sid]; isOver {
			code = "session_ended"
		} else if c.HasRights && c.Rv < state.Rights[c.Sub].Rv {
			// rule: rights-changed. Newer rights are in a newer token.
			code = "renew_required"
		}
	})
	return code
}

// requireActive refuses what is over, and what was proven to live longer ago than the route bears, in seconds.
func (s *sessions) requireActive(c *claims, bound float64) error {
	code := s.endOf(c)
	// rule: staleness. A token that was just issued is itself a proof that its session lives.
	tokenAge := time.Since(time.Unix(c.Iat, 0)).Seconds()
	if code == "" && s.service.feed.age() > bound && tokenAge > bound {
		code = "renew_required"
	}
	if code != "" {
		return unauthorized(code)
	}
	return nil
}

// end ends a session here, now and after a restart, and tells the bank as soon as it listens.
func (s *sessions) end(c *caller, everywhere bool) error {
	order := logout{Sub: c.Sub, Sid: c.Sid, Everywhere: everywhere, Until: c.AuthTime + s.service.sessionAbsolute}
	if _, key := s.proofKey(); key == nil {
		order.Token = c.token
	}
	// rule: logout-here
	err := s.service.state.change(func() {
		s.service.state.Ended[c.Sid] = order.Until
		s.service.state.Logouts[c.Sid] = order
	})
	select {
	case s.news <- struct{}{}:
	default:
	}
	s.service.streams.wake()
	return err
}

// rule: logout-told
func (s *sessions) tellAll() {
	for {
		select {
		case <-s.news:
		case <-time.After(tellEvery):
		}
		pending := []logout{}
		s.service.state.read(func() {
			for _, order := range s.service.state.Logouts {
				pending = append(pending, order)
			}
		})
		for _, order := range pending {
			tried := order
			tried.Tries++
			isDone := s.told(tried) || tried.Until < time.Now().Unix()
			s.settle(order, tried, isDone)
			// While the bank is away, one try at a time finds out whether it is back.
			if !isDone {
				break
			}
		}
	}
}

func (s *sessions) settle(before, after logout, isDone bool) {
	_ = s.service.state.change(func() {
		logouts := s.service.state.Logouts
		if logouts[before.Sid] != before {
			return
		}
		if logouts[before.Sid] = after; isDone {
			delete(logouts, before.Sid)
		}
	})
}

// told says whether the bank knows, or will never take it.
func (s *sessions) told(order logout) bool {
	status, data, err := s.service.ask(s.questionOf(order))
	if err != nil {
		return false
	}
	var answer struct{ Code string }
	if status == 401 {
		_ = json.Unmarshal(data, &answer)
	}
	switch answer.Code {
	case "session_ended", "token_expired":
		return true
	case "token_invalid":
		return order.Tries >= triesOfAnInvalidToken
	}
	return status >= 200 && status < 300
}

func (s *sessions) questionOf(order logout) question {
	asked := question{"POST", "/api/logout/delivered", "", map[string]string{}, smallAnswer, bankWithin}
	if order.Token != "" {
		asked.path, asked.headers["Authorization"] = "/api/logout", "Bearer "+order.Token
		if order.Everywhere {
			asked.path += "/everywhere"
		}
		return asked
	}
	body, _ := json.Marshal(map[string]string{"proof": s.proof(order)})
	asked.body, asked.headers["Content-Type"] = string(body), "application/json"
	return asked
}

// proof is a JWT by which the bank knows that it was this service.
func (s *sessions) proof(order logout) string {
	kid, key := s.proofKey()
	if key == nil {
		return ""
	}
	now := time.Now().Unix()
	header, _ := json.Marshal(map[string]any{"alg": "EdDSA", "kid": kid, "typ": "logout+jwt"})
	payload, _ := json.Marshal(map[string]any{
		"iss": s.service.id, "aud": s.service.issuer, "sub": order.Sub, "sid": order.Sid,
		"everywhere": order.Everywhere, "iat": now, "exp": now + 300, "jti": newID(),
	})
	text := base64url.EncodeToString(header) + "." + base64url.EncodeToString(payload)
	return text + "." + base64url.EncodeToString(ed25519.Sign(key, []byte(text)))
}

// proofKey is the service's own key, whose public half stands in the bank's registry, or one made of a secret that the bank has too.
func (s *sessions) proofKey() (string, ed25519.PrivateKey) {
	if s.service.ownKey != nil {
		return "service", s.service.ownKey
	}
	for _, one := range s.service.keys.all() {
		if one.secret != nil {
			// HKDF (RFC 5869) of one block, without a salt.
			extracted := mac(make([]byte, 32), one.secret)
			info := "latchkey logout delivery of " + s.service.id
			return one.kid, ed25519.NewKeyFromSeed(mac(extracted, append([]byte(info), 1)))
		}
	}
	return "", nil
}

func readOwnKey(file string) (ed25519.PrivateKey, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var own struct{ Kty, Crv, D string }
	if err := json.Unmarshal(data, &own); err != nil {
		return nil, err
	}
	seed, err := base64url.DecodeString(own.D)
	if err != nil || len(seed) != ed25519.SeedSize || own.Crv != "Ed25519" {
		return nil, errClaims
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
