package vite

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"path"
	"runtime"
	"slices"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// WithCompression compresses scripts, styles and other text files of more than
// 1 KB with brotli, zstd and gzip when the build is opened, and keeps the
// results in memory. It compresses up to 64 MB of files, except source maps,
// and costs about 0.2 seconds of one processor for each megabyte. It is off by
// default.
//
// Files that the build already has in compressed form ("main.js.br",
// "main.js.zst" or "main.js.gz" beside "main.js") are used in any case;
// plugins of Vite that write them compress better than this does. It has no
// effect with [Dev].
func WithCompression() Option {
	return func(c *config) { c.compression = true }
}

const (
	minCompressed = 1 << 10
	maxCompressed = 64 << 20 // of files in all
)

// compress makes what is missing of the files' variants.
func (b *build) compress(log *slog.Logger) error {
	var chosen []*file
	left := int64(maxCompressed)
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		f := b.files[name]
		if !compressible(name) || path.Ext(name) == ".map" {
			continue
		}
		info, err := fs.Stat(f.fsys, name)
		if err != nil {
			return fmt.Errorf("vite: compress %s: %w", name, err)
		}
		if info.Size() <= minCompressed {
			continue
		}
		if left -= info.Size(); left < 0 {
			log.Warn("vite: WithCompression leaves files as they are, the build is too large: compress them while building", "from", name)
			break
		}
		chosen = append(chosen, f)
	}
	work := make(chan *file)
	errs := make([]error, min(runtime.GOMAXPROCS(0), len(chosen)))
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			e := newEncoders()
			for f := range work {
				if err := f.compress(e); err != nil && errs[i] == nil {
					errs[i] = fmt.Errorf("vite: compress %s: %w", f.name, err)
				}
			}
		})
	}
	for _, f := range chosen {
		work <- f
	}
	close(work)
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *file) compress(e *encoders) error {
	opened, tag, err := f.open()
	if err != nil {
		return err
	}
	defer opened.Close()
	content, err := io.ReadAll(opened)
	if err != nil {
		return err
	}
	for c := range f.variants {
		if f.variants[c] != nil {
			continue
		}
		compressed, err := e.encode(coding(c), content)
		if err != nil {
			return err
		}
		if len(compressed) < len(content)*9/10 {
			f.variants[c] = &variant{content: compressed, of: tag}
		}
	}
	return nil
}

// encoders compress at levels that a program can afford whenever it starts.
// Making them costs more than using them.
type encoders struct {
	out    bytes.Buffer
	brotli *brotli.Writer
	zstd   *zstd.Encoder
	gzip   *gzip.Writer
}

func newEncoders() *encoders {
	// The error is for options that contradict each other. Browsers refuse
	// larger windows than this.
	z, _ := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithWindowSize(8<<20), zstd.WithEncoderConcurrency(1))
	return &encoders{brotli: brotli.NewWriterLevel(nil, 5), zstd: z, gzip: gzip.NewWriter(nil)}
}

func (e *encoders) encode(c coding, content []byte) ([]byte, error) {
	if c == zstdCoding {
		return e.zstd.EncodeAll(content, nil), nil
	}
	e.out.Reset()
	var w io.WriteCloser = e.gzip
	if c == brotliCoding {
		e.brotli.Reset(&e.out)
		w = e.brotli
	} else {
		e.gzip.Reset(&e.out)
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(e.out.Bytes()), nil
}
