package devserver

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// noticeVariable is the environment variable that tells the Vite plugin,
// @inertia-templ/vite, where the file is.
const noticeVariable = "INERTIA_DEV_NOTICE"

// notice is the file that tells the plugin what browsers have to know. Whoever
// can write it can already run code as this user, since nobody else may open its
// folder; an HTTP endpoint would be open to all web pages.
type notice struct {
	name string
	last int
}

// content is a notice: a new number with an error shows it, and one without
// reloads the page.
type content struct {
	Number int      `json:"number"`
	Error  *overlay `json:"error,omitempty"`
}

// newNotice is for a folder that only this user may open.
func newNotice(dir string) *notice { return &notice{name: filepath.Join(dir, "notice.json")} }

func (n *notice) environment() string { return noticeVariable + "=" + n.name }

func (n *notice) failed(f *failure) error { return n.write(f.overlay()) }

func (n *notice) restarted() error { return n.write(nil) }

// write replaces the file as a whole, because the plugin reads it meanwhile.
func (n *notice) write(err *overlay) error {
	n.last++
	data, e := json.Marshal(content{n.last, err})
	if e != nil {
		return fmt.Errorf("devserver: %w", e)
	}
	temporary := n.name + ".new"
	if e := os.WriteFile(temporary, data, 0o600); e != nil {
		return fmt.Errorf("devserver: %w", e)
	}
	if e := os.Rename(temporary, n.name); e != nil {
		return fmt.Errorf("devserver: %w", e)
	}
	return nil
}
