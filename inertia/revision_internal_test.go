package inertia

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRevisionIsThatOfTheBuild(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "0123456789abcdef", committed([]debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.modified", Value: "false"}}))
	assert.Empty(t, committed([]debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.modified", Value: "true"}}))
	assert.Empty(t, committed(nil))
	assert.Len(t, buildRevision(), 16, "tests are built without one, so it is the executable's hash")
}
