//go:build !unix

package vite

import "os/exec"

func group(*exec.Cmd) {}

func end(cmd *exec.Cmd) error { return cmd.Process.Kill() }

func kill(*exec.Cmd) {}
