package form

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
)

// Limits of the messages in one answer, which may have to fit into a cookie.
const (
	defaultMaxMessages     = 100
	defaultMaxMessageBytes = 8 << 10

	// maxMessageText cuts a single text, which a [Checker] may have made of
	// what the client sent.
	maxMessageText = 1000
	// maxChosenInAll limits the bytes of all keys that the client chose. Unlike
	// the texts of rules they cannot be compressed.
	maxChosenInAll = 1 << 10
)

// findings is what is wrong, in the order it was found.
type findings struct {
	errs  Errors
	first string
	full  bool // no more fits in; there is at least one message then

	maxCount, maxBytes   int
	count, bytes, chosen int
}

// add keeps a message under the path of a place, or one below it.
func (f *findings) add(at *place, below, message string) {
	if f.full {
		return
	}
	keyed := at.keyed()
	path := keyed.path()
	if keyed == at && len(below) <= maxChosen {
		path = strings.Trim(path+"."+below, ".")
	}
	message = cut(message, maxMessageText)
	if slices.Contains(f.errs[path], message) {
		return
	}
	f.count++
	f.bytes += len(path) + len(message)
	f.chosen += keyed.chosen
	if f.count > 1 && (f.count > f.maxCount || f.bytes > f.maxBytes || f.chosen > maxChosenInAll) {
		f.full = true
		return
	}
	if f.errs == nil {
		f.errs, f.first = Errors{}, message
	}
	f.errs.Add(path, message)
}

func (f *findings) asError() error {
	if len(f.errs) == 0 {
		return nil
	}
	return f.errs
}

// take adds the messages of err, which are below a place, and returns an error
// that is not a message. A field that could not be filled, or that was told what
// is wrong with it before, gets no more.
func (f *findings) take(at *place, err error) error {
	if err == nil {
		return nil
	}
	var invalid interface{ InertiaErrors() map[string][]string }
	if !errors.As(err, &invalid) {
		return err
	}
	messages := invalid.InertiaErrors()
	for _, field := range slices.Sorted(maps.Keys(messages)) {
		asked, broken := at.asked.follow(field), at.broken
		for name := range strings.SplitSeq(field, ".") {
			broken = broken.step(name)
		}
		if broken != nil && broken.end || asked != nil && !asked.covered || f.told(at, field) {
			continue
		}
		for _, message := range messages[field] {
			f.add(at, field, message)
		}
	}
	return nil
}

func (f *findings) told(at *place, below string) bool {
	if at.keyed() != at {
		return false
	}
	_, told := f.errs[strings.Trim(at.path()+"."+below, ".")]
	return told
}

type runKey struct{}

// Wanted reports whether the messages of a field are asked for. They always
// are, except in a live validation, which asks only for the fields that the
// user has visited. A [Checker] calls it before an expensive rule, with the
// field's path from the root.
func Wanted(ctx context.Context, path string) bool {
	run, _ := ctx.Value(runKey{}).(*run)
	if run == nil || run.root.asked == nil {
		return true
	}
	run.wanted.Lock() // a checker may ask from several goroutines
	defer run.wanted.Unlock()
	return run.root.asked.follow(path).covered
}
