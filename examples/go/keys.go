package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math/big"
	"os"
	"sync"
	"time"
)

const (
	readKeysEvery  = 2 * time.Second
	shortestSecret = 32
)

var base64url = base64.RawURLEncoding.Strict()

// key is one that tokens are verified with: a secret (HS256), or a point of P-256 (ES256).
type key struct {
	kid, alg, thumbprint string
	secret               []byte
	public               *ecdsa.PublicKey
}

type jwk struct{ Kty, Kid, Alg, K, Crv, X, Y string }

// verifies compares in constant time.
func (k *key) verifies(text string, signature []byte) bool {
	if k.public == nil {
		return hmac.Equal(mac(k.secret, []byte(text)), signature)
	}
	if len(signature) != 64 {
		return false
	}
	digest := sha256.Sum256([]byte(text))
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	return ecdsa.Verify(k.public, digest[:], r, s)
}

func mac(secret, text []byte) []byte {
	hash := hmac.New(sha256.New, secret)
	hash.Write(text)
	return hash.Sum(nil)
}

func thumbprint(text string) string {
	digest := sha256.Sum256([]byte(text))
	return base64url.EncodeToString(digest[:])
}

func keyOfSecret(secret []byte) (*key, error) {
	if len(secret) < shortestSecret {
		return nil, fmt.Errorf("a secret has at least %d bytes", shortestSecret)
	}
	print := thumbprint(`{"k":"` + base64url.EncodeToString(secret) + `","kty":"oct"}`)
	return &key{kid: print[:16], alg: "HS256", thumbprint: print, secret: secret}, nil
}

func (j jwk) key() (*key, error) {
	switch {
	case j.Kid == "":
		return nil, errors.New("a key has no kid")
	case j.Kty == "oct" && j.Alg == "HS256":
		secret, err := base64url.DecodeString(j.K)
		if err != nil {
			return nil, err
		}
		made, err := keyOfSecret(secret)
		if err == nil {
			made.kid = j.Kid
		}
		return made, err
	case j.Kty == "EC" && j.Alg == "ES256" && j.Crv == "P-256":
		x, errX := base64url.DecodeString(j.X)
		y, errY := base64url.DecodeString(j.Y)
		public := &ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).SetBytes(x), Y: new(big.Int).SetBytes(y)}
		if errX != nil || errY != nil || !public.IsOnCurve(public.X, public.Y) {
			return nil, fmt.Errorf("the key %q is no point of P-256", j.Kid)
		}
		print := thumbprint(`{"crv":"P-256","kty":"EC","x":"` + j.X + `","y":"` + j.Y + `"}`)
		return &key{kid: j.Kid, alg: j.Alg, thumbprint: print, public: public}, nil
	}
	return nil, fmt.Errorf("the key %q is neither HS256 nor ES256", j.Kid)
}

// keyRing holds the keys by their kid.
type keyRing struct {
	lock  sync.RWMutex
	keys  []*key
	fault string
	file  string
	text  string
}

func newKeyRing(secret, file string) (*keyRing, error) {
	ring := &keyRing{file: file}
	if (secret == "") == (file == "") {
		return nil, errors.New("set JWT_SECRET or JWT_KEYS_FILE, and not both")
	}
	if file != "" {
		return ring, ring.read()
	}
	made, err := keyOfSecret([]byte(secret))
	ring.keys = []*key{made}
	return ring, err
}

func (r *keyRing) get(kid string) *key {
	for _, one := range r.all() {
		if one.kid == kid {
			return one
		}
	}
	return nil
}

func (r *keyRing) all() []*key {
	r.lock.RLock()
	defer r.lock.RUnlock()
	return r.keys
}

// faultNow says why the file as it is now is not in use; nil while it is.
func (r *keyRing) faultNow() *string {
	r.lock.RLock()
	defer r.lock.RUnlock()
	if r.fault == "" {
		return nil
	}
	fault := r.fault
	return &fault
}

// follow reads the file again and again, so that keys rotate without a restart.
func (r *keyRing) follow() {
	for r.file != "" {
		time.Sleep(readKeysEvery)
		before := r.text
		err := r.read()
		r.lock.Lock()
		r.fault = ""
		if err != nil {
			r.fault = err.Error()
		}
		r.lock.Unlock()
		if err != nil && before != r.text {
			log.Printf("the keys stay as they were: %v", err)
		}
	}
}

// read takes over all of the file or nothing.
func (r *keyRing) read() error {
	data, err := os.ReadFile(r.file)
	if err != nil {
		return err
	}
	r.text = string(data)
	var set struct{ Keys []jwk }
	if json.Unmarshal(data, &set) != nil || len(set.Keys) == 0 {
		return errors.New("the file is no JWK Set with keys")
	}
	keys, seen := make([]*key, 0, len(set.Keys)), map[string]bool{}
	for _, one := range set.Keys {
		made, err := one.key()
		if err != nil {
			return err
		}
		if seen[made.kid] {
			return fmt.Errorf("two keys have the kid %q", made.kid)
		}
		seen[made.kid] = true
		keys = append(keys, made)
	}
	r.lock.Lock()
	r.keys = keys
	r.lock.Unlock()
	return nil
}
