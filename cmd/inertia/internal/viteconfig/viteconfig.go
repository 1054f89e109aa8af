// Package viteconfig has Vite tell what a vite.config comes to.
package viteconfig

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Config is the configuration of a front end, as Vite understands it.
type Config struct {
	Build  Settings `json:"build"`
	Server Settings `json:"server"` // vite build --ssr
	Dev    Settings `json:"dev"`
}

// Settings are those of one command of Vite.
type Settings struct {
	Root        string   `json:"root"`
	Base        string   `json:"base"`
	OutDir      string   `json:"outDir"`
	Manifest    string   `json:"manifest"` // within the outDir; "" writes none
	Inputs      []string `json:"inputs"`   // absolute paths of the entries
	Plugins     []string `json:"plugins"`
	AllExternal bool     `json:"noExternal"` // ssr.noExternal is true
	Port        int      `json:"port"`
	StrictPort  bool     `json:"strictPort"`
}

//go:embed resolve.mjs
var resolveScript string

// Resolve has Vite resolve its configuration for each of its commands.
func Resolve(ctx context.Context, dir string) (*Config, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "--input-type=module", "--eval", resolveScript)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, err
	}
	if err != nil {
		if said := lastError(complaints.String()); said != "" {
			err = errors.New(said)
		}
		return nil, err
	}
	// The configuration may print something of its own before.
	line := out[bytes.LastIndexByte(bytes.TrimRight(out, "\n"), '\n')+1:]
	var r Config
	if err := json.Unmarshal(line, &r); err != nil {
		return nil, fmt.Errorf("what it prints is not understood: %w", err)
	}
	return &r, nil
}

// lastError is what the script says last, after whatever the configuration has
// printed.
func lastError(complaints string) string {
	said := ""
	for line := range strings.Lines(complaints) {
		line = strings.TrimSpace(line)
		if text, ok := strings.CutPrefix(line, "error: "); ok {
			return text
		}
		if said == "" {
			said = line
		}
	}
	return said
}
