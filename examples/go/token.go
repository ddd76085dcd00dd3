package main

import (
	"errors"
	"regexp"
	"sort"
	"strings"
	"time"
)

const (
	longestToken = 4096
	safe         = 1<<53 - 1
	skew         = 60
)

var (
	uuidForm  = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	idForm    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
	acrForm   = regexp.MustCompile(`^[\x21-\x7e]{1,64}$`)
	amrForm   = regexp.MustCompile(`^[a-z0-9_-]{1,32}$`)
	nameForm  = regexp.MustCompile(`^[a-z0-9._-]{3,64}$`)
	trvForm   = regexp.MustCompile(`^(cookie|bearer)$`)
	ofFirst   = strings.Fields("acr amr aud auth_time exp iat iss jti preferred_username sid sub ver")
	ofSecond  = append(strings.Fields("client_id roles rv trv"), ofFirst...)
	errClaims = errors.New("not what the bank would write")
)

// claims are those of an authentic token.
type claims struct {
	Sub, Sid, Username, Trv string
	Iat, Exp, AuthTime, Rv  int64
	Roles                   []string
	// Version 1 has no rights that could be newer.
	HasRights bool
}

// open returns the claims of a text that one of our keys signed; nothing is said about what they claim.
func (r *keyRing) open(text, typ string, longest int) (map[string]any, error) {
	parts := strings.Split(text, ".")
	// rule: three-parts
	if len(text) > longest || len(parts) != 3 {
		return nil, errors.New("not three parts")
	}
	raw := [3][]byte{}
	for index, part := range parts {
		// rule: base64url
		data, err := base64url.DecodeString(part)
		if err != nil || len(data) == 0 || base64url.EncodeToString(data) != part {
			return nil, errors.New("no base64url")
		}
		raw[index] = data
	}
	header, err := object(raw[0])
	// rule: header-members, rule: typ
	if err != nil || !hasExactly(header, []string{"alg", "kid", "typ"}) || header["typ"] != typ {
		return nil, errors.New("another header")
	}
	// rule: kid
	kid, _ := header["kid"].(string)
	key := r.get(kid)
	// rule: alg, rule: signature. The key says which algorithm counts; the header may only agree.
	if key == nil || header["alg"] != key.alg || !key.verifies(parts[0]+"."+parts[1], raw[2]) {
		return nil, errors.New("another signature")
	}
	return object(raw[1])
}

// authenticate says whom a token names, and nothing about time. Whatever is wrong, the answer is the same.
func (s *service) authenticate(text string) (*claims, error) {
	// rule: same-words
	members, err := s.keys.open(text, "at+jwt", longestToken)
	if err != nil {
		return nil, unauthorized("token_invalid")
	}
	claims, err := s.claimsOf(members)
	if err != nil {
		return nil, unauthorized("token_invalid")
	}
	return claims, nil
}

func (s *service) claimsOf(m map[string]any) (*claims, error) {
	isFirst := m["ver"] == int64(1)
	isSecond := m["ver"] == int64(2)
	aud, amr := listOf(m["aud"], idForm), listOf(m["amr"], amrForm)
	roles := listOf(m["roles"], idForm)
	c := &claims{
		Sub: textOf(m["sub"], uuidForm), Sid: textOf(m["sid"], uuidForm), Username: textOf(m["preferred_username"], nameForm),
		Iat: countOf(m["iat"]), Exp: countOf(m["exp"]), AuthTime: countOf(m["auth_time"]), Rv: countOf(m["rv"]),
		Roles: roles, Trv: textOf(m["trv"], trvForm), HasRights: isSecond,
	}
	life := c.Exp - c.Iat
	// rule: ver, rule: known-claims
	holds := (isFirst && hasExactly(m, ofFirst)) || (isSecond && hasExactly(m, ofSecond))
	// rule: iss
	holds = holds && m["iss"] == s.issuer
	// rule: aud
	holds = holds && len(aud) >= 1 && len(aud) <= 64 && contains(aud, s.id)
	// rule: ids
	holds = holds && c.Sub != "" && c.Sid != "" && textOf(m["jti"], uuidForm) != ""
	// rule: times, rule: lifetime
	holds = holds && c.Iat > 0 && c.Exp > 0 && c.AuthTime > 0 && life > 0 && life <= s.tokenTTL
	// rule: claim-forms
	holds = holds && textOf(m["acr"], acrForm) != "" && len(amr) >= 1 && len(amr) <= 8 && c.Username != ""
	// rule: rights-forms
	if isSecond {
		holds = holds && roles != nil && len(roles) <= 16 && isSorted(roles)
		holds = holds && c.Rv >= 0 && textOf(m["client_id"], idForm) != "" && c.Trv != ""
	}
	if !holds {
		return nil, errClaims
	}
	return c, nil
}

// requireInTime goes by the clock; there is no grace.
func requireInTime(c *claims) error {
	now := time.Now().Unix()
	// rule: clock-skew
	if c.Iat > now+skew || c.AuthTime > now+skew {
		return unauthorized("clock_skew")
	}
	// rule: expired
	if c.Exp <= now {
		return unauthorized("token_expired")
	}
	return nil
}

func hasExactly(members map[string]any, names []string) bool {
	for _, name := range names {
		if _, is := members[name]; !is {
			return false
		}
	}
	return len(members) == len(names)
}

// textOf is empty for anything of another form.
func textOf(value any, form *regexp.Regexp) string {
	if text, is := value.(string); is && form.MatchString(text) {
		return text
	}
	return ""
}

// countOf is -1 for anything but a whole number from 0 on.
func countOf(value any) int64 {
	if number, is := value.(int64); is && number >= 0 && number <= safe {
		return number
	}
	return -1
}

// listOf is nil for anything but a list of texts of that form.
func listOf(value any, form *regexp.Regexp) []string {
	list, is := value.([]any)
	if !is {
		return nil
	}
	texts := make([]string, 0, len(list))
	for _, one := range list {
		text := textOf(one, form)
		if text == "" {
			return nil
		}
		texts = append(texts, text)
	}
	return texts
}

// isSorted says whether each stands once, in the order of code units.
func isSorted(texts []string) bool {
	return sort.SliceIsSorted(texts, func(one, other int) bool { return texts[one] < texts[other] }) && !hasTwins(texts)
}

func hasTwins(texts []string) bool {
	for index := 1; index < len(texts); index++ {
		if texts[index] == texts[index-1] {
			return true
		}
	}
	return false
}

func contains(texts []string, wanted string) bool {
	for _, text := range texts {
		if text == wanted {
			return true
		}
	}
	return false
}
