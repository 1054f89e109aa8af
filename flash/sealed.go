package flash

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
)

const minSecret = 32

// Sealed is a [Store] that keeps everything in cookies of the visitor,
// encrypted with AES-256-GCM. Nobody can read or change them, and every server
// that has the secret can open them. See the package's section about size.
type Sealed struct{ *jar }

// NewSealed returns a store that encrypts with the first of secrets and
// decrypts with each of them, so that secrets can be replaced. A secret has at
// least 32 random bytes. The encryption key is derived from it, and so is a
// short mark in the names of the cookies. Cookies with another mark belong to
// another program on the same host and are left alone.
func NewSealed(secrets [][]byte, opts ...Option) (*Sealed, error) {
	if len(secrets) == 0 {
		return nil, errors.New("flash: NewSealed needs a secret; make one with: openssl rand -hex 32")
	}
	var b sealedBox
	for i, secret := range secrets {
		if len(secret) < minSecret {
			return nil, fmt.Errorf("flash: secret %d has %d bytes, want at least %d; make one with: openssl rand -hex 32", i+1, len(secret), minSecret)
		}
		key, err := newSealKey(secret)
		if err != nil {
			return nil, fmt.Errorf("flash: secret %d: %w", i+1, err)
		}
		b = append(b, key)
	}
	s, err := newSettings(opts)
	if err != nil {
		return nil, err
	}
	j := newJar(s, b)
	j.proves = true
	if s.hasOverflow {
		j.records = &records{s.overflow, s.codec}
		j.small = smallValue
	}
	return &Sealed{j}, nil
}

// sealKey is what is derived from one secret.
type sealKey struct {
	mark string
	aead cipher.AEAD
}

const markLength = 6

func newSealKey(secret []byte) (sealKey, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "inertia flash cookie", 32)
	if err != nil {
		return sealKey{}, err
	}
	name, err := hkdf.Key(sha256.New, secret, nil, "inertia flash name", 5)
	if err != nil {
		return sealKey{}, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealKey{}, err
	}
	aead, err := cipher.NewGCM(block)
	return sealKey{base32.StdEncoding.EncodeToString(name)[:markLength], aead}, err
}

// sealedBox holds the keys. The first seals, and each opens the cookies with
// its mark. The cookie's name is authenticated along, so that a value cannot
// move to another cookie.
type sealedBox []sealKey

func (b sealedBox) marks() []string {
	marks := make([]string, len(b))
	for i, key := range b {
		marks[i] = key.mark
	}
	return marks
}

// overhead is GCM's nonce and tag.
const overhead = 12 + 16

func (b sealedBox) size(plain int) int { return base64.RawURLEncoding.EncodedLen(plain + overhead) }

func (b sealedBox) seal(name string, plain []byte) string {
	nonce := make([]byte, 12, len(plain)+overhead)
	_, _ = rand.Read(nonce) // never fails
	return base64.RawURLEncoding.EncodeToString(b[0].aead.Seal(nonce, nonce, plain, []byte(name)))
}

func (b sealedBox) open(mark, name, value string) ([]byte, error) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(value)
	if err != nil {
		return nil, errors.New("it is not base64")
	}
	if len(sealed) > overhead {
		for _, key := range b {
			if key.mark != mark {
				continue
			}
			if plain, err := key.aead.Open(nil, sealed[:12], sealed[12:], []byte(name)); err == nil {
				return plain, nil
			}
		}
	}
	return nil, errors.New("it was changed or cut off")
}
