package flash

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
)

const minSecret = 16

// Sealed is a [Store] that seals everything into cookies of the visitor with
// AES-256-GCM: nobody can read or change it, and any number of servers that
// share the secret can open it. A message of more than about 8 KB of JSON does
// not fit, which is an error; use [Stored] for such.
type Sealed struct{ *jar }

// NewSealed returns a store that seals with the first of secrets and opens
// with each of them, so that they can be rotated. A secret has at least 16
// random bytes, of which the encryption key is derived.
func NewSealed(secrets [][]byte, opts ...Option) (*Sealed, error) {
	if len(secrets) == 0 {
		return nil, errors.New("flash: NewSealed needs a secret; make one with: openssl rand -hex 32")
	}
	var keys sealer
	for i, secret := range secrets {
		if len(secret) < minSecret {
			return nil, fmt.Errorf("flash: secret %d has %d bytes, want at least %d; make one with: openssl rand -hex 32", i+1, len(secret), minSecret)
		}
		aead, err := newAEAD(secret)
		if err != nil {
			return nil, fmt.Errorf("flash: secret %d: %w", i+1, err)
		}
		keys = append(keys, aead)
	}
	return &Sealed{newJar(keys, opts)}, nil
}

func newAEAD(secret []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "inertia flash cookie", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// sealer holds the keys: the first seals, all open. The id is authenticated
// along, so that a value cannot move to another cookie.
type sealer []cipher.AEAD

func (s sealer) seal(id string, plain []byte) (string, error) {
	aead := s[0]
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce) // never fails
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, []byte(id))), nil
}

func (s sealer) open(id, value string) ([]byte, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return nil, errors.New("it is not base64")
	}
	for _, aead := range s {
		if n := aead.NonceSize(); len(sealed) > n {
			if plain, err := aead.Open(nil, sealed[:n], sealed[n:], []byte(id)); err == nil {
				return plain, nil
			}
		}
	}
	return nil, errors.New("it was sealed with another secret or changed on the way")
}

func (sealer) drop(string, string) error { return nil }
