package vites3_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
	"github.com/inertia-templ/shell/vite/vites3"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// startServer starts gofakes3, a server of the S3 protocol with its objects in
// memory, and makes a bucket.
func startServer(t *testing.T) *minio.Client {
	t.Helper()
	server := httptest.NewServer(gofakes3.New(s3mem.New()).Server())
	t.Cleanup(server.Close)
	client, err := minio.New(strings.TrimPrefix(server.URL, "http://"), &minio.Options{Creds: credentials.NewStaticV4("id", "secret", ""), Region: "us-east-1"})
	require.NoError(t, err)
	require.NoError(t, client.MakeBucket(t.Context(), "bucket", minio.MakeBucketOptions{}))
	return client
}

func objects(t *testing.T, client *minio.Client, prefix string) (keys []string) {
	t.Helper()
	for object := range client.ListObjects(context.Background(), "bucket", minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		require.NoError(t, object.Err)
		keys = append(keys, object.Key)
	}
	return keys
}

func TestStore(t *testing.T) {
	client := startServer(t)
	var places atomic.Int32
	// The server ends when the tests of all places have.
	t.Run("store", func(t *testing.T) {
		vitetest.RunBuildStore(t, func(*testing.T) func(int) (vite.BuildStore, error) {
			prefix := vites3.WithPrefix(fmt.Sprintf("place-%d/", places.Add(1)))
			return func(keep int) (vite.BuildStore, error) { return vites3.New(client, "bucket", keep, prefix) }
		})
	})
}

func TestNothingIsLeftOfOldBuilds(t *testing.T) {
	client := startServer(t)
	s, err := vites3.New(client, "bucket", 2)
	require.NoError(t, err)
	put := func(key string) {
		_, err := client.PutObject(t.Context(), "bucket", key, strings.NewReader("x"), 1, minio.PutObjectOptions{})
		require.NoError(t, err)
	}
	put("builds/files/20200101T000000.000000000Z-0-AAAA/a.js") // was never finished
	put("builds/files/29990101T000000.000000000Z-0-AAAA/a.js") // is under way
	put("elsewhere/a.js")
	for n := range 4 {
		require.NoError(t, s.Publish(t.Context(), fmt.Sprint(n), map[string][]byte{"a.js": []byte("a"), "b.js": []byte("b")}))
	}
	assert.Len(t, objects(t, client, "builds/done/"), 2)
	assert.Len(t, objects(t, client, "builds/files/"), 2*2+1)
	assert.Len(t, objects(t, client, ""), 2+5+1)
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	_, err := vites3.New(nil, "bucket", 2, vites3.WithPrefix("builds"))
	assert.ErrorContains(t, err, `ends with "/"`)
	client := startServer(t)
	s, err := vites3.New(client, "none", 2)
	require.NoError(t, err)
	assert.ErrorContains(t, s.Publish(t.Context(), "1", nil), "vites3: publish build 1")
	_, err = s.Load(t.Context(), "a.js")
	assert.ErrorContains(t, err, "vites3: list the builds")
}
