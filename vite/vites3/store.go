// Package vites3 keeps the files of builds in a bucket of S3 or of a server that
// speaks its protocol, so that replicas serve one another's files during a deploy.
//
//	client, err := minio.New("s3.eu-central-1.amazonaws.com", &minio.Options{Creds: credentials.NewIAM(""), Secure: true})
//	...
//	store, err := vites3.New(client, "my-bucket", 5)
//	...
//	v, err := vite.Open(dist, vite.WithBuildStore(store))
package vites3

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"golang.org/x/sync/errgroup"

	"github.com/inertia-templ/shell/vite"
)

// Store keeps builds as objects. It is safe for concurrent use.
type Store struct {
	client *minio.Client
	bucket string
	prefix string
	keep   int
}

var _ vite.BuildStore = (*Store)(nil)

// Option configures [New].
type Option func(*Store)

// WithPrefix sets what the names of all objects begin with. The default is
// "builds/". Programs that share a bucket need one each. Nothing else may be kept
// below it.
func WithPrefix(prefix string) Option { return func(s *Store) { s.prefix = prefix } }

const (
	// maxFile limits how many bytes a file may have that is loaded.
	maxFile = 64 << 20
	// uploads is how many files are sent at the same time.
	uploads = 8
	// unfinished is how long a build stays that was not published to its end.
	unfinished = time.Hour
	stampedAt  = "20060102T150405.000000000Z"
)

// New keeps builds in a bucket that exists: the newest, as many as keep says, at
// least 2. The credentials of the client must be allowed to list, get, put and
// delete objects.
//
// The order of builds is that of the replicas' clocks.
func New(client *minio.Client, bucket string, keep int, opts ...Option) (*Store, error) {
	s := &Store{client: client, bucket: bucket, prefix: "builds/", keep: keep}
	for _, opt := range opts {
		opt(s)
	}
	if keep < 2 {
		return nil, fmt.Errorf("vites3: New keeps %d builds: keep 2 or more, during a deploy there are two", keep)
	}
	if !strings.HasSuffix(s.prefix, "/") {
		return nil, fmt.Errorf(`vites3: WithPrefix(%q): want a prefix that ends with "/"`, s.prefix)
	}
	return s, nil
}

// build is a copy of one: its files are below "files/NAME/", and it counts as soon as the
// object "done/NAME" is there.
type build struct {
	name    string // when, version and a random text
	version string
}

func (s *Store) done(name string) string  { return s.prefix + "done/" + name }
func (s *Store) files(name string) string { return s.prefix + "files/" + name + "/" }

func newBuild(name string) (build, bool) {
	parts := strings.SplitN(name, "-", 3)
	if len(parts) != 3 {
		return build{}, false
	}
	return build{name, parts[1]}, true
}

// Publish keeps a build, and removes the oldest.
func (s *Store) Publish(ctx context.Context, version string, files map[string][]byte) error {
	name := time.Now().UTC().Format(stampedAt) + "-" + version + "-" + rand.Text()
	group, uploading := errgroup.WithContext(ctx)
	group.SetLimit(uploads)
	for path, data := range files {
		group.Go(func() error { return s.put(uploading, s.files(name)+path, data) })
	}
	err := group.Wait()
	if err == nil {
		err = s.put(ctx, s.done(name), nil)
	}
	if err == nil {
		err = s.collect(ctx)
	}
	if err != nil {
		return fmt.Errorf("vites3: publish build %s: %w", version, err)
	}
	return nil
}

// put begins each object with a byte, because not all servers take empty ones.
func (s *Store) put(ctx context.Context, key string, data []byte) error {
	data = append([]byte{'\n'}, data...)
	_, err := s.client.PutObject(ctx, s.bucket, key, bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{ContentType: "application/octet-stream"})
	return err
}

// collect removes builds that are too many or were published again, and what is
// left of those that were not published to their end.
func (s *Store) collect(ctx context.Context) error {
	all, err := s.list(ctx)
	if err != nil {
		return err
	}
	kept, present := map[string]bool{}, map[string]bool{}
	for _, b := range all {
		if kept[b.version] || len(kept) == s.keep {
			if err := s.client.RemoveObject(ctx, s.bucket, s.done(b.name), minio.RemoveObjectOptions{}); err != nil {
				return err
			}
			continue
		}
		kept[b.version], present[b.name] = true, true
	}
	oldest := time.Now().Add(-unfinished).UTC().Format(stampedAt)
	listed := map[string]bool{}
	for _, b := range all {
		listed[b.name] = true
	}
	for object := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix + "files/", Recursive: true}) {
		if object.Err != nil {
			return object.Err
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(object.Key, s.prefix+"files/"), "/")
		if present[name] || !listed[name] && name > oldest {
			continue
		}
		if err := s.client.RemoveObject(ctx, s.bucket, object.Key, minio.RemoveObjectOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// list returns the builds, the newest first.
func (s *Store) list(ctx context.Context) (all []build, err error) {
	for object := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.done(""), Recursive: true}) {
		if object.Err != nil {
			return nil, object.Err
		}
		if b, ok := newBuild(strings.TrimPrefix(object.Key, s.done(""))); ok {
			all = append(all, b)
		}
	}
	slices.SortFunc(all, func(a, b build) int { return strings.Compare(b.name, a.name) })
	return all, nil
}

// Load returns a file of the newest build that has it.
func (s *Store) Load(ctx context.Context, path string) ([]byte, error) {
	all, err := s.list(ctx)
	if err != nil {
		return nil, fmt.Errorf("vites3: list the builds: %w", err)
	}
	for _, b := range all {
		data, err := s.get(ctx, s.files(b.name)+path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("vites3: load %s: %w", path, err)
		}
		return data, nil
	}
	return nil, fs.ErrNotExist
}

func (s *Store) get(ctx context.Context, key string) ([]byte, error) {
	object, err := s.client.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, err
	}
	defer object.Close()
	data, err := io.ReadAll(io.LimitReader(object, maxFile+1))
	switch {
	case minio.ToErrorResponse(err).Code == "NoSuchKey":
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, err
	case len(data) > maxFile:
		return nil, fmt.Errorf("the object has more than %d bytes", maxFile)
	case len(data) == 0:
		return nil, errors.New("the object is empty: nothing but vites3 may write below its prefix")
	}
	return data[1:], nil
}
