package form

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"
)

// registerFileRules adds the rules for uploads: maxsize=2MB, and
// filetype=image/png image/jpeg, or image/*.
func registerFileRules(v *validator.Validate) {
	for name, rule := range map[string]validator.FuncCtx{"maxsize": maxSize, "filetype": fileOfType} {
		if err := v.RegisterValidationCtx(name, rule); err != nil {
			panic(err) // the names are ours
		}
	}
}

// fileName is the name of an upload without folders, of whatever system.
func fileName(sent string) string {
	sent = unescape(sent)
	return sent[strings.LastIndexAny(sent, `/\`)+1:]
}

// wrongName tells what is wrong with the name of an upload, for whoever stores
// the file under it. It returns the empty text if the name can be used.
func wrongName(name string) string {
	switch {
	case !utf8.ValidString(name):
		return "a file's name is not UTF-8"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "a file's name holds a control character"
	case strings.Trim(name, ". ") == "":
		return "a file's name is only dots and spaces, or a folder"
	case !filepath.IsLocal(name): // on Windows, names of devices too
		return "a file's name cannot be used here"
	}
	return ""
}

func uploaded(f validator.FieldLevel) multipart.FileHeader {
	header, ok := f.Field().Interface().(multipart.FileHeader)
	if !ok {
		panic(f.GetTag() + " is a rule for a *multipart.FileHeader, not for a " + f.Field().Type().String())
	}
	return header
}

func maxSize(_ context.Context, f validator.FieldLevel) bool {
	header := uploaded(f)
	return header.Size <= parseSize(f.Param())
}

// parseSize reads 500, 64KB, 2MB and 1GB, in powers of 1024.
func parseSize(s string) int64 {
	for i, unit := range []string{"KB", "MB", "GB"} {
		if digits, ok := strings.CutSuffix(s, unit); ok {
			return parseSize(digits) << (10 * (i + 1))
		}
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		panic("maxsize=" + s + " is not a size; write 500, 64KB or 2MB")
	}
	return n
}

// fileOfType looks at the content. The type that the client tells proves
// nothing.
func fileOfType(_ context.Context, f validator.FieldLevel) bool {
	header := uploaded(f)
	content, err := header.Open()
	if err != nil {
		return false
	}
	defer content.Close()
	start, err := io.ReadAll(io.LimitReader(content, 512))
	if err != nil {
		return false
	}
	found, _, _ := strings.Cut(http.DetectContentType(start), ";")
	for want := range strings.FieldsSeq(f.Param()) {
		group, any := strings.CutSuffix(want, "*")
		if found == want || any && strings.HasPrefix(found, group) {
			return true
		}
	}
	return false
}
