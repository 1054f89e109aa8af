package ssr

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// answerOf is an answer as worker.mjs writes it.
func answerOf(kind byte, memory uint32, head, body string) []byte {
	data := binary.BigEndian.AppendUint32(nil, uint32(9+len(head)+len(body)))
	data = binary.BigEndian.AppendUint32(append(data, kind), memory)
	data = binary.BigEndian.AppendUint32(data, uint32(len(head)))
	return append(append(data, head...), body...)
}

func FuzzAnswer(f *testing.F) {
	f.Add(answerOf(kindResult, 1, `["<title>"]`, "<div>"), byte(1), uint32(0), "[]", "")
	f.Add([]byte("\xff\xff\xff\xff"), byte(0), uint32(7), "", "x")
	f.Add([]byte("\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01"), byte(0), uint32(0), "", "")
	f.Fuzz(func(t *testing.T, raw []byte, kind byte, memory uint32, head, body string) {
		w := &worker{in: bufio.NewReader(bytes.NewReader(append(answerOf(kind, memory, head, body), raw...)))}
		gotKind, gotHead, gotBody, err := w.read()
		require.NoError(t, err)
		require.Equal(t, kind, gotKind)
		require.Equal(t, head, string(gotHead))
		require.Equal(t, body, gotBody)
		require.Equal(t, int64(memory)<<10, w.memory)
		if len(raw) >= 4 && binary.BigEndian.Uint32(raw) > 1<<20 && binary.BigEndian.Uint32(raw) < maxAnswer {
			return // would only cost memory
		}
		for {
			_, gotHead, gotBody, err := w.read()
			if err != nil {
				require.True(t, errors.Is(err, errGarbled) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF), "%v", err)
				return
			}
			require.LessOrEqual(t, len(gotHead)+len(gotBody)+13, len(raw))
		}
	})
}

func FuzzFault(f *testing.F) {
	f.Add(faultMark + `{"what": "unhandled rejection", "error": "x", "component": "A"}`)
	f.Add(faultMark + `{"error": 1}`)
	f.Add("an ordinary line")
	f.Fuzz(func(t *testing.T, line string) {
		if got := parseFault(line); got != nil {
			require.NotEmpty(t, got.Message)
		}
	})
}
