// Package child starts programs that end with the one that started them.
package child

import (
	"os/exec"
	"runtime"
)

// Run starts cmd as the leader of a process group and waits for its end, after
// which it kills what is left of the group. On Linux the process is told to end
// when this program is killed. The end of the command's context asks the group
// to end.
func Run(cmd *exec.Cmd) error {
	// A process that ends with its parent ends with the thread that started it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	lead(cmd)
	if cmd.Cancel != nil {
		cmd.Cancel = func() error { return end(cmd) }
	}
	if err := cmd.Start(); err != nil {
		return &StartError{err}
	}
	err := cmd.Wait()
	kill(cmd)
	return err
}

// StartError is why a command could not be started.
type StartError struct{ err error }

func (e *StartError) Error() string { return e.err.Error() }

// Unwrap returns the error behind it.
func (e *StartError) Unwrap() error { return e.err }
