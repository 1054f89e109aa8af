package form_test

import (
	"database/sql"
	"encoding/json"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

type readers struct {
	Day     date            `json:"day"`
	Pointer *date           `json:"pointer"`
	Twice   **date          `json:"twice"`
	List    []date          `json:"list"`
	Maybes  []*date         `json:"maybes"`
	Map     map[string]date `json:"map"`
	Array   [2]date         `json:"array"`
	Embedded
	Both  both        `json:"both"`
	Big   big.Int     `json:"big"`
	Large *big.Int    `json:"large"`
	Num   json.Number `json:"num"`
}

type Embedded struct {
	Inner date `json:"inner"`
}

func TestATypesOwnReaderIsAskedWhereverItIs(t *testing.T) {
	t.Parallel()
	data := object{
		{"day", "2024-05-01"}, {"pointer", "2024-05-02"}, {"twice", "2024-05-03"}, {"list", []any{"2024-05-04", "2024-05-05"}},
		{"maybes", []any{nil, "2024-05-06"}}, {"map", object{{"a", "2024-05-07"}}}, {"array", []any{"2024-05-08", "2024-05-09"}},
		{"inner", "2024-05-10"}, {"big", 12}, {"large", "123456789012345678901234567890"}, {"num", 1.50}, {"both", "a"},
	}
	on := func(day int) date { return date{time.Date(2024, 5, day, 0, 0, 0, 0, time.UTC)} }
	for name, r := range encodings(t, data) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var in readers
			require.NoError(t, form.Bind(r, &in))
			assert.Equal(t, on(1), in.Day)
			assert.Equal(t, on(2), *in.Pointer)
			assert.Equal(t, on(3), **in.Twice)
			assert.Equal(t, []date{on(4), on(5)}, in.List)
			require.Len(t, in.Maybes, 2)
			assert.Nil(t, in.Maybes[0])
			assert.Equal(t, on(6), *in.Maybes[1])
			assert.Equal(t, map[string]date{"a": on(7)}, in.Map)
			assert.Equal(t, [2]date{on(8), on(9)}, in.Array)
			assert.Equal(t, on(10), in.Inner)
			assert.Equal(t, "12", in.Big.String())
			assert.Equal(t, "123456789012345678901234567890", in.Large.String())
			assert.Equal(t, json.Number("1.5"), in.Num)
			want := "text a"
			if mediaType := r.Header.Get("Content-Type"); len(mediaType) > 12 && mediaType[:12] == "application/" && mediaType[12] != 'x' {
				want = `JSON "a"`
			}
			assert.Equal(t, want, in.Both.read)
		})
	}
}

func TestATypesOwnReaderRefuses(t *testing.T) {
	t.Parallel()
	for name, r := range encodings(t, object{{"day", "2024-05-32"}, {"list", []any{"2024-05-01", "soon"}}, {"num", "1x"}}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var in readers
			assert.Equal(t, form.Errors{
				"day": {"The day is not valid."}, "list.1": {"The list (item 2) is not valid."}, "num": {"The num must be a number."},
			}, asErrors(t, form.Bind(r, &in)))
		})
	}
	// What a type refuses as JSON is not offered to its other reader.
	var in readers
	assert.Contains(t, asErrors(t, form.Bind(jsonRequest(`{"both":"5"}`), &in)), "both")
}

func TestTypesOfDatabaseSQL(t *testing.T) {
	t.Parallel()
	type thing struct {
		Name  sql.NullString      `json:"name" validate:"omitempty,min=3"`
		Count sql.NullInt64       `json:"count" validate:"required"`
		Price sql.NullFloat64     `json:"price"`
		Open  sql.NullBool        `json:"open"`
		Day   sql.NullTime        `json:"day"`
		Byte  sql.NullByte        `json:"byte"`
		Size  sql.Null[int]       `json:"size" validate:"max=5"`
		On    sql.Null[date]      `json:"on"`
		Item  sql.Null[address]   `json:"item"`
		Tags  sql.Null[[]string]  `json:"tags"`
		Names []sql.Null[string]  `json:"names"`
		Maybe *sql.NullString     `json:"maybe"`
		Empty sql.NullString      `json:"empty"`
		Null  sql.Null[time.Time] `json:"null"`
	}
	data := object{
		{"name", "ann"}, {"count", 7}, {"price", 1.5}, {"open", true}, {"day", "2026-07-01"}, {"byte", 7}, {"size", 5}, {"on", "2026-07-01"},
		{"item", object{{"street", "Main St"}}}, {"tags", []any{"a", "b"}}, {"names", []any{"a", nil}}, {"maybe", nil}, {"empty", ""}, {"null", nil},
	}
	day := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	want := thing{
		Name: sql.NullString{String: "ann", Valid: true}, Count: sql.NullInt64{Int64: 7, Valid: true}, Price: sql.NullFloat64{Float64: 1.5, Valid: true},
		Open: sql.NullBool{Bool: true, Valid: true}, Day: sql.NullTime{Time: day, Valid: true}, Byte: sql.NullByte{Byte: 7, Valid: true},
		Size: sql.Null[int]{V: 5, Valid: true}, On: sql.Null[date]{V: date{day}, Valid: true}, Item: sql.Null[address]{V: address{Street: "Main St"}, Valid: true},
		Tags: sql.Null[[]string]{V: []string{"a", "b"}, Valid: true}, Names: []sql.Null[string]{{V: "a", Valid: true}, {}},
	}
	for name, r := range encodings(t, data) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := thing{Empty: sql.NullString{String: "old", Valid: true}}
			require.NoError(t, form.Bind(r, &got))
			assert.Equal(t, want, got)
		})
	}
	t.Run("as encoding/json writes them", func(t *testing.T) {
		t.Parallel()
		text, err := json.Marshal(want)
		require.NoError(t, err)
		var got thing
		require.NoError(t, form.Bind(jsonRequest(string(text)), &got))
		assert.Equal(t, want, got)
	})
	t.Run("with rules", func(t *testing.T) {
		t.Parallel()
		var got thing
		assert.Equal(t, form.Errors{
			"name": {"The name must have at least 3 characters."}, "count": {"The count is required."}, "size": {"The size must not be greater than 5."},
			"price": {"The price must be a number."},
		}, asErrors(t, form.Bind(jsonRequest(`{"name":"a","size":6,"price":"x"}`), &got)))
		assert.False(t, got.Price.Valid)
	})
}

func TestInputsForDatesAndTimes(t *testing.T) {
	t.Parallel()
	at := func(year int, month time.Month, day, hour, minute, second, nano int) time.Time {
		return time.Date(year, month, day, hour, minute, second, nano, time.UTC)
	}
	for value, want := range map[string]time.Time{
		"2026-07-01":                at(2026, 7, 1, 0, 0, 0, 0),
		"2024-02-29":                at(2024, 2, 29, 0, 0, 0, 0),
		"2026-07":                   at(2026, 7, 1, 0, 0, 0, 0),
		"0001-01":                   at(1, 1, 1, 0, 0, 0, 0),
		"09:30":                     at(0, 1, 1, 9, 30, 0, 0),
		"23:59:59":                  at(0, 1, 1, 23, 59, 59, 0),
		"09:30:15.250":              at(0, 1, 1, 9, 30, 15, 250e6),
		"2026-W01":                  at(2025, 12, 29, 0, 0, 0, 0),
		"2026-W27":                  at(2026, 6, 29, 0, 0, 0, 0),
		"2020-W53":                  at(2020, 12, 28, 0, 0, 0, 0),
		"2026-07-01T09:30":          at(2026, 7, 1, 9, 30, 0, 0),
		"2026-07-01 09:30":          at(2026, 7, 1, 9, 30, 0, 0),
		"2026-07-01T09:30:15":       at(2026, 7, 1, 9, 30, 15, 0),
		"2026-07-01T09:30:15.123":   at(2026, 7, 1, 9, 30, 15, 123e6),
		"2026-07-01T09:30:15.1Z":    at(2026, 7, 1, 9, 30, 15, 100e6),
		"2026-07-01T11:30:15+02:00": at(2026, 7, 1, 9, 30, 15, 0),
		"":                          {},

		"2026-13": {}, "24:00": {}, "9:3": {}, "2026-W00": {}, "2026-W54": {}, "2021-W53": {}, "26-W01": {}, "2026-W1": {}, "2026-W+1": {}, "-001-W01": {},
		"2026-02-29": {}, "12026-01-01": {}, "soon": {}, "2026": {}, "1767225600": {},
	} {
		for encoding, r := range encodings(t, object{{"at", value}}) {
			var in struct {
				At time.Time `json:"at"`
			}
			err := form.Bind(r, &in)
			if want.IsZero() && value != "" && value != "0001-01" {
				require.Error(t, err, "%s %q", encoding, value)
				assert.Equal(t, form.Errors{"at": {"The at must be a valid date."}}, asErrors(t, err), "%s %q", encoding, value)
				continue
			}
			require.NoError(t, err, "%s %q", encoding, value)
			assert.True(t, want.Equal(in.At), "%s %q: %s", encoding, value, in.At)
		}
	}
}

func TestAContentTypeWithoutABodyHasNoFields(t *testing.T) {
	t.Parallel()
	for _, contentType := range []string{"application/json", urlencoded, "multipart/form-data; boundary=b"} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			in := wantOrder()
			require.NoError(t, form.Bind(request(method, contentType, ""), &in), contentType)
			assert.Equal(t, wantOrder(), in)

			r, err := http.NewRequest(method, "/", http.NoBody)
			require.NoError(t, err)
			r.Header.Set("Content-Type", contentType)
			require.NoError(t, form.Bind(r, &in), contentType)
			assert.Contains(t, asErrors(t, form.Bind(request(method, contentType, ""), &signup{})), "name", "it is still validated")
		}
	}
	var in address
	r := request("DELETE", "application/json", "")
	r.URL.RawQuery = "street=s"
	require.NoError(t, form.Bind(r, &in))
	assert.Equal(t, "s", in.Street, "the client sends a live DELETE so")
}
