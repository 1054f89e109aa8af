//go:build !unix

package child

import "os/exec"

func lead(*exec.Cmd) {}

func end(cmd *exec.Cmd) error { return cmd.Process.Kill() }

func kill(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
