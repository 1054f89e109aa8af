package address

import (
	"errors"
	"net/http"
	"strings"
)

// CheckCookie reports attributes that browsers refuse, so that a program learns
// it at its start and not from a visitor whose messages vanish.
func CheckCookie(c *http.Cookie) error {
	switch {
	case strings.HasPrefix(c.Name, "__Host-") && (!c.Secure || c.Path != "/" || c.Domain != ""):
		return errors.New("a cookie named __Host- needs Secure, the path \"/\" and no Domain")
	case strings.HasPrefix(c.Name, "__Secure-") && !c.Secure:
		return errors.New("a cookie named __Secure- needs Secure")
	case c.SameSite == http.SameSiteNoneMode && !c.Secure:
		return errors.New("a cookie with SameSite=None needs Secure")
	case c.Partitioned && !c.Secure:
		return errors.New("a Partitioned cookie needs Secure")
	}
	return nil
}
