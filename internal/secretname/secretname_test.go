package secretname_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/secretname"
)

func TestNamesOfSecrets(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"password", "Password", "PASSWORD", "old_password", "newPassword", "passwordHash", "password_hash", "password-digest",
		"PasswordHash", "passwords", "dbpassword", "hashed_password", "password2", "password_confirmation", "encryptedPasswordValue",
		"token", "reset_token", "accessToken", "accesstoken", "tokens", "CSRFToken", "XSRF-TOKEN", "token_value",
		"secret", "client_secret", "clientSecret", "secrets", "secret_plaintext",
		"hash", "Hash", "user_hash", "hashes", "salt", "pwd", "user_pwd",
		"api_key", "apiKey", "APIKey", "APIKeys", "apikey", "userAPIKey", "API keys", "private_key", "private-key", "SecretKey",
		"credentials", "jwt", "cardCVV", "ssn", "recovery_codes", "user.password", "auth.user.api_key",
		strings.Repeat("x", 200) + "_password",
	} {
		assert.True(t, secretname.Default.Match(name), name)
	}
}

func TestNamesOfOtherThings(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "name", "s", "_", "rehash", "asphalt", "basalt", "hashtag", "hashed", "tokenizer", "token_count", "tokenCount", "secretary",
		"password_reset_url", "passwordResetUrl", "password_changed_at", "mustChangePassword" + "At", "has_password_link", "passwordLabel",
		"key", "keys", "primary_key", "keyboard", "secretariat", "value", "digest", "plain", "confirmation", "hash_rate",
		"assn", "lesson", "apikeyboard", "password" + strings.Repeat("x", 200),
	} {
		assert.False(t, secretname.Default.Match(name), name)
	}
}

func TestLooselyMoreNamesAreThoseOfSecrets(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"password", "hash", "password_reset_url", "passwordLabel", "tokenizer", "token_count", "secretary", "Cookie", "Set-Cookie", "Authorization",
		"Proxy-Authorization", "X-CSRF", "XSRF", "sessionId", "credit card", "pin", "OTP", "Bearer", "session", "pass", "IBAN",
		strings.Repeat("x", 200) + "-cookie-" + strings.Repeat("x", 200),
	} {
		assert.True(t, secretname.Default.MatchLoosely(name), name)
	}
	for _, name := range []string{"", "_", "name", "author", "pinned", "spin", "option", "compass", "sessions", "key", "url", "hashed", "salted"} {
		assert.False(t, secretname.Default.MatchLoosely(name), name)
	}
}

func TestOwnNames(t *testing.T) {
	t.Parallel()
	names, err := secretname.New([]string{"IBAN", "tax id"}, []string{"hash", "csrfToken"})
	require.NoError(t, err)
	for name, want := range map[string]bool{
		"iban": true, "user_iban": true, "userIBAN": true, "ibans": true, "caliban": false, "taxId": true, "tax-ids": true, "syntaxid": false,
		"hash": false, "hashes": false, "commit_hash": false, "password_hash": true, "csrf_token": false, "csrf_tokens": false, "token": true, "x_csrf_token": true,
	} {
		assert.Equal(t, want, names.Match(name), name)
	}
}

func TestNamesThatSayNothingAreRefused(t *testing.T) {
	t.Parallel()
	_, err := secretname.New([]string{"", "1_2"}, []string{strings.Repeat("x", 65)})
	assert.ErrorContains(t, err, `the name "": want 1 to 64 bytes, with a letter`)
	assert.ErrorContains(t, err, `the name "1_2"`)
	assert.ErrorContains(t, err, `the name "xxx`)
}

func TestMatchingAllocatesNothing(t *testing.T) {
	for _, name := range []string{"name", "created_at", "password_hash", strings.Repeat("aB_", 100)} {
		assert.Zero(t, testing.AllocsPerRun(100, func() { secretname.Default.Match(name) }), name)
	}
}

// A name stays one whatever stands before it.
func FuzzMatch(f *testing.F) {
	f.Add("name")
	f.Add("APIKeys")
	f.Add("\xff_ß")
	f.Fuzz(func(t *testing.T, name string) {
		secretname.Default.Match(name)
		if !secretname.Default.Match(name + "_password") {
			t.Errorf("%q is the name of a secret", name+"_password")
		}
		if got, want := secretname.Default.Match(name+"_x"), false; got != want {
			t.Errorf("%q ends with no name of a secret", name+"_x")
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	for _, name := range []string{"name", "created_at", "password_hash"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				secretname.Default.Match(name)
			}
		})
	}
}
