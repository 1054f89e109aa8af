package flash

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	cookieName = "inertia_flash"

	// maxCookie is what browsers keep of one cookie, name and attributes
	// included.
	maxCookie = 4096

	// maxAge is how long a message may wait: long enough for the slowest
	// redirect, too short to surprise anybody later.
	maxAge = 10 * time.Minute

	minSecret = 16
)

// Cookie is a [Store] that seals everything into a cookie of the visitor with
// AES-256-GCM: nobody can read or change it, and any number of servers that
// share the secret can open it.
type Cookie struct {
	aeads  []cipher.AEAD // the first seals, all open
	secure bool
	now    func() time.Time
}

// CookieOption configures a [Cookie].
type CookieOption func(*Cookie)

// WithSecure sets the cookie's Secure attribute even on requests that arrive
// without TLS, for servers behind a proxy that ends it.
func WithSecure() CookieOption { return func(c *Cookie) { c.secure = true } }

// NewCookie returns a store that seals with the first of secrets and opens
// with each of them, so that they can be rotated. A secret has at least 16
// bytes, of which the encryption key is derived.
func NewCookie(secrets [][]byte, opts ...CookieOption) (*Cookie, error) {
	if len(secrets) == 0 {
		return nil, errors.New("flash: NewCookie needs a secret")
	}
	c := &Cookie{now: time.Now}
	for i, secret := range secrets {
		if len(secret) < minSecret {
			return nil, fmt.Errorf("flash: secret %d has %d bytes, want at least %d; make one with: openssl rand -hex 32", i+1, len(secret), minSecret)
		}
		key, err := hkdf.Key(sha256.New, secret, nil, "inertia flash cookie", 32)
		if err != nil {
			return nil, fmt.Errorf("flash: derive key: %w", err)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("flash: %w", err)
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			return nil, fmt.Errorf("flash: %w", err)
		}
		c.aeads = append(c.aeads, aead)
	}
	for _, opt := range opts {
		opt(c)
	}
	return c, nil
}

// Load opens the visitor's cookie.
func (c *Cookie) Load(r *http.Request) (Data, error) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return Data{}, nil // no cookie, nothing waits
	}
	d, err := c.open(cookie.Value)
	if err != nil {
		return Data{}, fmt.Errorf("flash: cookie %s ignored: %w", cookieName, err)
	}
	return d, nil
}

// Save seals d into the visitor's cookie. It fails if the cookie would be
// larger than browsers keep.
func (c *Cookie) Save(w http.ResponseWriter, r *http.Request, d Data) error {
	cookie := &http.Cookie{
		Name:     cookieName,
		Path:     "/",
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   c.secure || r.TLS != nil,
	}
	if d.IsZero() {
		cookie.MaxAge = -1
		http.SetCookie(w, cookie)
		return nil
	}
	value, err := c.seal(d)
	if err != nil {
		return err
	}
	cookie.Value = value
	if size := len(cookie.String()); size > maxCookie {
		return fmt.Errorf("flash: %d bytes of flash and errors do not fit a cookie (%d); keep messages short or use a session store", size, maxCookie)
	}
	http.SetCookie(w, cookie)
	return nil
}

// seal encrypts the time and the JSON of d.
func (c *Cookie) seal(d Data) (string, error) {
	plain := binary.BigEndian.AppendUint64(nil, uint64(c.now().Unix()))
	body, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("flash: encode: %w", err)
	}
	aead := c.aeads[0]
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+len(body)+aead.Overhead())
	_, _ = rand.Read(nonce) // never fails
	sealed := aead.Seal(nonce, nonce, append(plain, body...), []byte(cookieName))
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

func (c *Cookie) open(value string) (Data, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return Data{}, errors.New("it is not base64")
	}
	plain, ok := c.decrypt(sealed)
	if !ok {
		return Data{}, errors.New("it was sealed with another secret or changed on the way")
	}
	if len(plain) < 8 {
		return Data{}, errors.New("it is too short")
	}
	if age := c.now().Sub(time.Unix(int64(binary.BigEndian.Uint64(plain)), 0)); age > maxAge || age < -maxAge {
		return Data{}, fmt.Errorf("it is %v old", age.Round(time.Second))
	}
	var loaded struct {
		Data
		Flash map[string]json.RawMessage `json:"f"`
	}
	dec := json.NewDecoder(bytes.NewReader(plain[8:]))
	if err := dec.Decode(&loaded); err != nil {
		return Data{}, fmt.Errorf("it does not decode: %w", err)
	}
	d := loaded.Data
	for key, value := range loaded.Flash {
		if d.Flash == nil {
			d.Flash = make(map[string]any, len(loaded.Flash))
		}
		d.Flash[key] = value
	}
	return d, nil
}

func (c *Cookie) decrypt(sealed []byte) ([]byte, bool) {
	for _, aead := range c.aeads {
		if n := aead.NonceSize(); len(sealed) > n {
			if plain, err := aead.Open(nil, sealed[:n], sealed[n:], []byte(cookieName)); err == nil {
				return plain, true
			}
		}
	}
	return nil, false
}
