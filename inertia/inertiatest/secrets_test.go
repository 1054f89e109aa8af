package inertiatest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

func TestAssertNoSecrets(t *testing.T) {
	t.Parallel()
	const page = `{"component":"Page","url":"/","version":"","props":{"errors":{"password":"too short"},
		"user":{"name":"Ada","password_hash":"x","has_token":true,"tokens":["a"]},"users":[{"api_key":"k","secret":""},{"password":7}]},
		"flash":{"token":"t","success":"yes"}}`
	for name, tc := range map[string]struct {
		public []string
		want   string
	}{
		"all":             {nil, `names of secrets: "user.password_hash", "user.tokens.0", "users.0.api_key", "flash.token"; tag the field`},
		"some are public": {[]string{"user.tokens", "users.*.api_key", "flash.token"}, `names of secrets: "user.password_hash"; tag`},
		"all are public":  {[]string{"user", "users", "flash"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, fails(t, func(t testing.TB) { inertiatest.AssertNoSecrets(t, page, tc.public...) }).said(), tc.want)
			f := fails(t, func(t testing.TB) { inertiatest.AssertNoSecrets(t, inertiatest.Page(t, page), tc.public...) })
			assert.Contains(t, f.said(), tc.want)
			assert.Equal(t, tc.want == "", f.said() == "")
		})
	}
}
