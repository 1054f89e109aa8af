package inertiaredis

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"github.com/redis/rueidis"

	"github.com/inertia-templ/shell/vite"
)

// Builds keeps the files of builds in Redis, for [vite.WithBuildStore]. It is safe
// for concurrent use.
type Builds struct {
	store *Store
	keep  int
}

var _ vite.BuildStore = (*Builds)(nil)

// uploadTTL is how long a build stays that was not published to its end.
const uploadTTL = 10 * time.Minute

// Builds keeps the newest builds beside the values of the store, as many as keep
// says, at least 2. A build of 1 MB takes 1 MB of Redis's memory. Builds do not
// expire, so use a maxmemory-policy that keeps such keys: volatile-..., or
// noeviction.
func (s *Store) Builds(keep int) (*Builds, error) {
	if keep < 2 {
		return nil, fmt.Errorf("inertiaredis: Builds(%d): keep 2 or more, during a deploy there are two", keep)
	}
	return &Builds{s, keep}, nil
}

// All keys of builds are in one place of a cluster.
func (b *Builds) order() string               { return "{" + b.store.prefix + "}:builds" }
func (b *Builds) counter() string             { return "{" + b.store.prefix + "}:builds:count" }
func (b *Builds) files(version string) string { return "{" + b.store.prefix + "}:build:" + version }

// The build appears at once, and the oldest go with that.
var publishing = rueidis.NewLuaScript(`
if redis.call('EXISTS', KEYS[3]) == 0 then return redis.error_reply('the upload is gone') end
redis.call('RENAME', KEYS[3], KEYS[4])
redis.call('PERSIST', KEYS[4])
redis.call('ZADD', KEYS[1], redis.call('INCR', KEYS[2]), ARGV[1])
for _, old in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1 - tonumber(ARGV[2]))) do
	redis.call('UNLINK', ARGV[3] .. old)
	redis.call('ZREM', KEYS[1], old)
end
return 1`)

// Publish keeps a build, and removes the oldest.
func (b *Builds) Publish(ctx context.Context, version string, files map[string][]byte) error {
	upload := b.files("") + "upload:" + rand.Text()
	client := b.store.client
	commands := rueidis.Commands{client.B().Hset().Key(upload).FieldValue().FieldValue("", "").Build()} // there are builds without files
	commands = append(commands, client.B().Pexpire().Key(upload).Milliseconds(uploadTTL.Milliseconds()).Build())
	for path, data := range files {
		commands = append(commands, client.B().Hset().Key(upload).FieldValue().FieldValue(path, rueidis.BinaryString(data)).Build())
	}
	for _, r := range client.DoMulti(ctx, commands...) {
		if err := r.Error(); err != nil {
			return fmt.Errorf("inertiaredis: publish build %s: %w", version, err)
		}
	}
	err := publishing.Exec(ctx, client, []string{b.order(), b.counter(), upload, b.files(version)}, []string{version, strconv.Itoa(b.keep), b.files("")}).Error()
	if err != nil {
		return fmt.Errorf("inertiaredis: publish build %s: %w", version, err)
	}
	return nil
}

// Load returns a file of the newest build that has it.
func (b *Builds) Load(ctx context.Context, path string) ([]byte, error) {
	client := b.store.client
	versions, err := client.Do(ctx, client.B().Zrange().Key(b.order()).Min("0").Max("-1").Rev().Build()).AsStrSlice()
	if err != nil {
		return nil, fmt.Errorf("inertiaredis: list the builds: %w", err)
	}
	for _, version := range versions {
		data, err := client.Do(ctx, client.B().Hget().Key(b.files(version)).Field(path).Build()).AsBytes()
		switch {
		case err == nil:
			return data, nil
		case !rueidis.IsRedisNil(err):
			return nil, fmt.Errorf("inertiaredis: load %s: %w", path, err)
		}
	}
	return nil, fs.ErrNotExist
}
