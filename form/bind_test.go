package form_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

type level string

func (l *level) UnmarshalText(text []byte) error {
	*l = level(strings.ToUpper(string(text)))
	return nil
}

type address struct {
	Street string `json:"street"`
	Zip    string `json:"zip"`
}

type item struct {
	Name  string   `json:"name"`
	Price float64  `json:"price"`
	Tags  []string `json:"tags"`
}

type meta struct {
	Source string `json:"source"`
}

type order struct {
	meta
	Title    string            `json:"title"`
	Count    int               `json:"count"`
	Small    uint8             `json:"small"`
	Ratio    float32           `json:"ratio"`
	Paid     bool              `json:"paid"`
	Open     bool              `json:"open"`
	Nick     *string           `json:"nick"`
	Age      *int              `json:"age"`
	Zip      string            `json:"zip"`
	Day      time.Time         `json:"day"`
	At       *time.Time        `json:"at"`
	Wait     time.Duration     `json:"wait"`
	Level    level             `json:"level"`
	Levels   []level           `json:"levels"`
	Tags     []string          `json:"tags"`
	Numbers  []int             `json:"numbers"`
	Pair     [2]int            `json:"pair"`
	Address  address           `json:"address"`
	Second   *address          `json:"second"`
	Items    []item            `json:"items"`
	Pointers []*item           `json:"pointers"`
	Options  map[string]string `json:"options"`
	ByID     map[int]bool      `json:"by_id"`
	Blob     []byte            `json:"blob"`
	Secret   string            `json:"-"`
	Untagged string
}

var orderData = object{
	{"source", "web"}, {"title", "Größe & <more> +1%"}, {"count", -7}, {"small", 255}, {"ratio", 1.5},
	{"paid", true}, {"open", false}, {"nick", "ann"}, {"age", nil}, {"zip", 12345},
	{"day", "2026-07-01"}, {"at", "2026-07-01T12:30:00.123Z"}, {"wait", "1m30s"},
	{"level", "high"}, {"levels", []any{"a", "b"}}, {"tags", []any{"x", "", "z"}}, {"numbers", []any{1, 2, 3}},
	{"pair", []any{4, 5}},
	{"address", object{{"street", "Main St"}, {"zip", "1"}}},
	{"second", object{{"street", "Side St"}}},
	{"items", []any{
		object{{"name", "pen"}, {"price", 1.25}, {"tags", []any{"blue"}}},
		object{{"name", "ink"}, {"price", 3}},
	}},
	{"pointers", []any{object{{"name", "p"}}}},
	{"options", object{{"color", "red"}, {"size", "xl"}}},
	{"by_id", object{{"1", true}, {"20", false}}},
	{"blob", "aGk="}, {"Secret", "no"}, {"Untagged", "yes"},
}

func wantOrder() order {
	nick := "ann"
	at := time.Date(2026, 7, 1, 12, 30, 0, 123e6, time.UTC)
	return order{
		meta: meta{"web"}, Title: "Größe & <more> +1%", Count: -7, Small: 255, Ratio: 1.5, Paid: true,
		Nick: &nick, Zip: "12345", Day: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), At: &at, Wait: 90 * time.Second,
		Level: "HIGH", Levels: []level{"A", "B"}, Tags: []string{"x", "", "z"}, Numbers: []int{1, 2, 3}, Pair: [2]int{4, 5},
		Address: address{"Main St", "1"}, Second: &address{Street: "Side St"},
		Items:    []item{{"pen", 1.25, []string{"blue"}}, {"ink", 3, nil}},
		Pointers: []*item{{Name: "p"}}, Options: map[string]string{"color": "red", "size": "xl"},
		ByID: map[int]bool{1: true, 20: false}, Blob: []byte("hi"), Untagged: "yes",
	}
}

func TestTheSameDataFillsTheSameStructInEveryEncoding(t *testing.T) {
	t.Parallel()
	for name, r := range encodings(t, orderData) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := order{Secret: "kept", Tags: []string{"old", "old", "old", "old"}, Second: &address{Zip: "kept"}}
			require.NoError(t, form.Bind(r, &got))
			want := wantOrder()
			want.Secret, want.Second.Zip = "kept", "kept"
			assert.Equal(t, want, got)
		})
	}
}

func TestTheSameMistakesAreTheSameErrorsInEveryEncoding(t *testing.T) {
	t.Parallel()
	data := object{
		{"title", []any{"a", "b"}}, {"count", "many"}, {"small", 256}, {"ratio", "wide"}, {"paid", "maybe"}, {"age", "1.5"},
		{"day", "soon"}, {"tags", object{{"x", "y"}}}, {"numbers", []any{1, "two", 3}}, {"pair", []any{1, 2, 3}}, {"address", "here"},
		{"items", []any{object{{"price", "cheap"}}, object{{"price", 2}, {"tags", object{{"k", "v"}}}}}},
		{"by_id", object{{"one", true}}}, {"blob", "***"}, {"Untagged", object{{"deep", 1}}},
	}
	want := form.Errors{
		"title": {"The title must be text."}, "count": {"The count must be a whole number."},
		"small": {"The small must be between 0 and 255."}, "ratio": {"The ratio must be a number."},
		"paid": {"The paid must be true or false."}, "age": {"The age must be a whole number."},
		"day": {"The day must be a valid date."}, "tags": {"The tags must be a list."},
		"numbers.1": {"The numbers (item 2) must be a whole number."}, "pair": {"The pair must not have more than 2 items."},
		"address": {"The address must be a group of fields."}, "items.0.price": {"The price must be a number."},
		"items.1.tags": {"The tags must be a list."}, "by_id.one": {"The by id has an entry with a name that is not valid."},
		"blob": {"The blob is not valid."}, "Untagged": {"The untagged must be text."},
	}
	for name, r := range encodings(t, data) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got order
			assert.Equal(t, want, asErrors(t, form.Bind(r, &got)))
			assert.Equal(t, []int{1, 0, 3}, got.Numbers, "what can be read is read")
		})
	}
}

func TestNullAndEmptyAreTheZeroValue(t *testing.T) {
	t.Parallel()
	data := object{
		{"title", ""}, {"count", nil}, {"ratio", ""}, {"paid", nil}, {"nick", nil}, {"age", ""}, {"day", nil}, {"at", ""}, {"level", ""},
		{"tags", nil}, {"pair", ""}, {"address", nil}, {"second", ""}, {"options", nil}, {"blob", nil},
	}
	for name, r := range encodings(t, data) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := wantOrder()
			require.NoError(t, form.Bind(r, &got))
			want := wantOrder()
			want.Title, want.Count, want.Ratio, want.Paid, want.Nick, want.Age = "", 0, 0, false, nil, nil
			want.Day, want.At, want.Level, want.Tags, want.Pair = time.Time{}, nil, "", nil, [2]int{}
			want.Address, want.Second, want.Options, want.Blob = address{}, nil, nil, nil
			assert.Equal(t, want, got)
		})
	}
}

func TestKeysOfForms(t *testing.T) {
	t.Parallel()
	type thing struct {
		User struct {
			Name string         `json:"name"`
			Tags []string       `json:"tags"`
			Any  any            `json:"any"`
			Raw  map[string]any `json:"raw"`
		} `json:"user"`
		Items []struct {
			Price int      `json:"price"`
			Name  string   `json:"name"`
			Sizes []string `json:"sizes"`
		} `json:"items"`
		Tags []string          `json:"tags"`
		Flag bool              `json:"flag"`
		Grid [][]int           `json:"grid"`
		Odd  map[string]string `json:"odd"`
	}
	for name, test := range map[string]struct{ body, want string }{
		"brackets":                          {"user[name]=a", `{"user":{"name":"a"}}`},
		"dots":                              {"user.name=a", `{"user":{"name":"a"}}`},
		"brackets in percents":              {"user%5Bname%5D=a", `{"user":{"name":"a"}}`},
		"appending":                         {"tags[]=a&tags[]=b", `{"tags":["a","b"]}`},
		"a plain key again and again":       {"tags=a&tags=b", `{"tags":["a","b"]}`},
		"a list of one without brackets":    {"tags=a", `{"tags":["a"]}`},
		"indices":                           {"tags[0]=a&tags[1]=b", `{"tags":["a","b"]}`},
		"indices in any order":              {"tags[10]=c&tags[2]=b&tags[0]=a", `{"tags":["a","b","c"]}`},
		"dots after an index":               {"items[0].price=1&items[1].price=2", `{"items":[{"price":1},{"price":2}]}`},
		"dots for indices":                  {"items.0.price=1&items.1.price=2", `{"items":[{"price":1},{"price":2}]}`},
		"brackets after an index":           {"items[0][price]=1&items[0][name]=x", `{"items":[{"price":1,"name":"x"}]}`},
		"objects appended":                  {"items[][name]=a&items[][price]=1&items[][name]=b&items[][price]=2", `{"items":[{"name":"a","price":1},{"name":"b","price":2}]}`},
		"lists in objects appended":         {"items[][sizes][]=s&items[][sizes][]=m&items[][name]=b", `{"items":[{"name":"b","sizes":["s","m"]}]}`},
		"lists of lists":                    {"grid[0][]=1&grid[0][]=2&grid[1][]=3", `{"grid":[[1,2],[3]]}`},
		"a hidden field before a checkbox":  {"flag=0&flag=on", `{"flag":true}`},
		"a name without a value":            {"flag&user[name]", `{}`},
		"nothing between ampersands":        {"&&tags[]=a&", `{"tags":["a"]}`},
		"a dot in brackets is part of it":   {"odd[a.b]=c", `{"odd":{"a.b":"c"}}`},
		"a semicolon is a character":        {"user[name]=a;b", `{"user":{"name":"a;b"}}`},
		"an equals sign is a character":     {"user[name]=a=b", `{"user":{"name":"a=b"}}`},
		"anything":                          {"user[any][]=1&user[any][]=x", `{"user":{"any":["1","x"]}}`},
		"anything with fields":              {"user[any][a]=1&user[raw][b][0]=x", `{"user":{"any":{"a":"1"},"raw":{"b":["x"]}}}`},
		"an index that would fill a server": {"tags[999999999]=a", `{"tags":["a"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want thing
			require.NoError(t, json.Unmarshal([]byte(test.want), &want))
			for encoding, r := range map[string]*http.Request{"body": formRequest(test.body), "query": query(test.body)} {
				var got thing
				require.NoError(t, form.Bind(r, &got), encoding)
				assert.Equal(t, want, got, encoding)
			}
		})
	}
}

func TestErrorsOfAListWithGapsNameTheIndexOfTheClient(t *testing.T) {
	t.Parallel()
	var in struct {
		Items []struct {
			Price int      `json:"price" validate:"required"`
			Tags  []string `json:"tags" validate:"dive,min=2"`
		} `json:"items" validate:"dive"`
	}
	err := form.Bind(formRequest("items[3][price]=1&items[7][price]=x&items[9][tags][5]=a"), &in)
	assert.Equal(t, form.Errors{
		"items.7.price":  {"The price must be a whole number."},
		"items.9.price":  {"The price is required."},
		"items.9.tags.5": {"The tags (item 1) must have at least 2 characters."},
	}, asErrors(t, err))
	assert.Len(t, in.Items, 3)
}

func TestScalars(t *testing.T) {
	t.Parallel()
	type thing struct {
		Int   int64     `json:"int"`
		Int8  int8      `json:"int8"`
		Uint  uint      `json:"uint"`
		Float float64   `json:"float"`
		Bool  bool      `json:"bool"`
		Text  string    `json:"text"`
		Time  time.Time `json:"time"`
	}
	for name, test := range map[string]struct {
		json string // a JSON value, "" for what only forms can say
		form string
		key  string
		want any // a thing, or a message
	}{
		"integer":              {`12`, `12`, "int", thing{Int: 12}},
		"integer as text":      {`"12"`, `12`, "int", thing{Int: 12}},
		"integer with spaces":  {`" 12 "`, ` 12 `, "int", thing{Int: 12}},
		"integer with a point": {`12.0`, `12.0`, "int", thing{Int: 12}},
		"integer in powers":    {`1e3`, `1e3`, "int", thing{Int: 1000}},
		"least integer":        {`-9223372036854775808`, `-9223372036854775808`, "int", thing{Int: -1 << 63}},
		"integer beyond":       {`9223372036854775808`, `9223372036854775808`, "int", "The int must be between -9223372036854775808 and 9223372036854775807."},
		"small integer beyond": {`128`, `128`, "int8", "The int8 must be between -128 and 127."},
		"half":                 {`1.5`, `1.5`, "int", "The int must be a whole number."},
		"huge power":           {`1e999`, `1e999`, "int", "The int must be a whole number."},
		"hexadecimal":          {`"0x10"`, `0x10`, "int", "The int must be a whole number."},
		"negative unsigned":    {`-1`, `-1`, "uint", "The uint must be between 0 and 18446744073709551615."},
		"unsigned with sign":   {`"+5"`, `+5`, "uint", thing{Uint: 5}},
		"most unsigned":        {`18446744073709551615`, `18446744073709551615`, "uint", thing{Uint: 1<<64 - 1}},
		"float":                {`-1.5e3`, `-1.5e3`, "float", thing{Float: -1500}},
		"infinity":             {`"Inf"`, `Inf`, "float", "The float must be a number."},
		"not a number":         {`"NaN"`, `NaN`, "float", "The float must be a number."},
		"float beyond":         {`1e400`, `1e400`, "float", "The float must be a number."},
		"float in hexadecimal": {`"0x1p-2"`, `0x1p-2`, "float", "The float must be a number."},
		"yes":                  {`"on"`, `on`, "bool", thing{Bool: true}},
		"one":                  {`1`, `1`, "bool", thing{Bool: true}},
		"zero":                 {`0`, `0`, "bool", thing{}},
		"two":                  {`2`, `2`, "bool", "The bool must be true or false."},
		"number for a text":    {`1.50`, `1.50`, "text", thing{Text: "1.50"}},
		"spaces are text":      {`" a "`, ` a `, "text", thing{Text: " a "}},
		"boolean for a text":   {`true`, ``, "text", "The text must be text."},
		"boolean for a number": {`true`, ``, "int", "The int must be a whole number."},
		"a list for a number":  {`[1]`, ``, "int", "The int must be a whole number."},
		"date":                 {`"2026-02-28"`, `2026-02-28`, "time", thing{Time: time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)}},
		"no date":              {`"2026-02-30"`, `2026-02-30`, "time", "The time must be a valid date."},
		"datetime-local":       {`"2026-02-28T09:30"`, `2026-02-28T09:30`, "time", thing{Time: time.Date(2026, 2, 28, 9, 30, 0, 0, time.UTC)}},
		"milliseconds":         {`"2026-02-28T09:30:00.250Z"`, `2026-02-28T09:30:00.250Z`, "time", thing{Time: time.Date(2026, 2, 28, 9, 30, 0, 250e6, time.UTC)}},
		"number for a date":    {`5`, `5`, "time", "The time must be a valid date."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests := map[string]*http.Request{"json": jsonRequest(`{"` + test.key + `":` + test.json + `}`)}
			if test.form != "" {
				requests["urlencoded"] = formRequest(encodePairs(object{{test.key, test.form}}, false))
				requests["multipart"] = multipartRequest(object{{test.key, test.form}})
			}
			for encoding, r := range requests {
				var got thing
				err := form.Bind(r, &got)
				if message, ok := test.want.(string); ok {
					assert.Equal(t, form.Errors{test.key: {message}}, asErrors(t, err), encoding)
					continue
				}
				require.NoError(t, err, encoding)
				assert.Equal(t, test.want, got, encoding)
			}
		})
	}
}

type version struct{ major, minor int }

func (v *version) UnmarshalJSON(text []byte) error {
	var parts [2]int
	if string(text) == "null" {
		return nil
	}
	if err := json.Unmarshal(text, &parts); err != nil {
		return err
	}
	v.major, v.minor = parts[0], parts[1]
	return nil
}

type flagged bool

func (f *flagged) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, (*bool)(f)) }

func TestTypesThatReadThemselves(t *testing.T) {
	t.Parallel()
	type thing struct {
		Version version         `json:"version"`
		Flag    flagged         `json:"flag"`
		Raw     json.RawMessage `json:"raw"`
		Any     any             `json:"any"`
	}
	for name, r := range map[string]*http.Request{
		"json":       jsonRequest(`{"version": [1, 2], "flag": true, "raw": ["a"], "any": {"b": ["c"]}}`),
		"urlencoded": formRequest(`version[]=1&version[]=2&flag=true&raw[]=a&any[b][0]=c`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got thing
			err := form.Bind(r, &got)
			if name == "urlencoded" {
				// Texts in a list stay texts for who reads JSON by himself.
				assert.Equal(t, form.Errors{"version": {"The version is not valid."}}, asErrors(t, err))
			} else {
				require.NoError(t, err)
				assert.Equal(t, version{1, 2}, got.Version)
			}
			assert.True(t, bool(got.Flag))
			assert.JSONEq(t, `["a"]`, string(got.Raw))
			assert.Equal(t, map[string]any{"b": []any{"c"}}, got.Any)
		})
	}
}

func TestNamesAreThoseOfEncodingJSON(t *testing.T) {
	t.Parallel()
	type inner struct {
		A string `json:"a"`
		B string
		C string `json:"c"`
	}
	type Pointed struct {
		D string `json:"d"`
		C string `json:"c"`
	}
	type Named struct {
		E string `json:"e"`
	}
	type rival struct {
		F string `json:"f"`
		G string
	}
	type rivals struct {
		F string
		G string `json:"g"`
	}
	type twice struct {
		H string `json:"h"`
	}
	type one struct{ twice }
	type two struct{ twice }
	type unexported struct {
		I string `json:"i"`
	}
	type behind struct {
		J string `json:"j"`
	}
	type thing struct {
		inner
		*Pointed
		Named `json:"named"`
		rival
		rivals
		one
		two
		unexported `json:"tagged"`
		Odd        string `json:"odd\"name"`
		Space      string `json:"a name"`
		A          int    `json:"a"`
		Hidden     string `json:"-"`
		Dash       string `json:"-,"`
		Omit       string `json:"omit,omitempty"`
		lower      string
	}
	body := `{"a":1,"B":"b","c":"ambiguous","d":"d","named":{"e":"e"},"e":"no","f":"f","F":"F","G":"G","g":"g","Hidden":"h","-":"dash","omit":"o","lower":"l","h":"twice","tagged":{"i":"i"},"Odd":"o","a name":"n"}`
	var want, got thing
	require.NoError(t, json.Unmarshal([]byte(body), &want))
	require.NoError(t, form.Bind(jsonRequest(body), &got))
	assert.Equal(t, want, got)
	assert.Empty(t, got.lower)
	assert.Equal(t, "i", got.I)
	assert.Empty(t, got.one.H)

	var hidden struct{ *behind } // which encoding/json refuses to fill
	require.NoError(t, form.Bind(jsonRequest(`{"j":"j"}`), &hidden))
	assert.Nil(t, hidden.behind)
	require.NoError(t, form.Bind(jsonRequest(`{"tagged":null}`), &got))
}

func TestBindInto(t *testing.T) {
	t.Parallel()
	t.Run("a map", func(t *testing.T) {
		t.Parallel()
		var m map[string][]int
		require.NoError(t, form.Bind(formRequest("a[]=1&a[]=2&b=3"), &m))
		assert.Equal(t, map[string][]int{"a": {1, 2}, "b": {3}}, m)
	})
	t.Run("a list", func(t *testing.T) {
		t.Parallel()
		var l []struct {
			Name string `json:"name" validate:"required"`
		}
		err := form.Bind(jsonRequest(`[{"name":"a"},{}]`), &l)
		assert.Equal(t, form.Errors{"1.name": {"The name is required."}}, asErrors(t, err))
	})
	t.Run("what no body can fill", func(t *testing.T) {
		t.Parallel()
		var s struct {
			Deep []struct {
				Done chan int
			}
		}
		assert.ErrorContains(t, form.Bind(formRequest(""), &s), `Deep.Done: no body can fill a chan int; tag the field json:"-"`)
		assert.ErrorContains(t, form.Bind(formRequest(""), s), "pass a pointer")
		assert.ErrorContains(t, form.Bind(formRequest(""), nil), "pass a pointer")
	})
	t.Run("a type that holds itself", func(t *testing.T) {
		t.Parallel()
		type tree struct {
			Name  string `json:"name" validate:"max=3"`
			Left  *tree  `json:"left"`
			Right *tree  `json:"right"`
		}
		var root tree
		err := form.Bind(formRequest("name=a&left[right][name]=long&right[left][left][name]=b&"+strings.Repeat("x", 200)+"=1"), &root)
		assert.Equal(t, form.Errors{"left.right.name": {"The name must not have more than 3 characters."}}, asErrors(t, err))
		assert.Equal(t, "b", root.Right.Left.Left.Name)
	})
}

func TestMapsByEverySortOfKey(t *testing.T) {
	t.Parallel()
	var in struct {
		Ints   map[int8]string          `json:"ints" validate:"dive,max=2"`
		Uints  map[uint]bool            `json:"uints"`
		Levels map[level]int            `json:"levels" validate:"dive,max=2"`
		Times  map[time.Duration]string `json:"times" validate:"dive,max=2"`
		Any    map[string]any           `json:"any"`
	}
	err := form.Bind(jsonRequest(`{"ints":{"-5":"long","300":""},"uints":{"7":true,"-7":true},"levels":{"low":3},"times":{"1000000000":"long"},
		"any":{"a":null,"b":true,"c":[1.5,"x",{}],"d":1e999}}`), &in)
	assert.Equal(t, form.Errors{
		"ints.300":   {"The ints has an entry with a name that is not valid."},
		"ints.-5":    {"The ints must not have more than 2 characters."},
		"uints.-7":   {"The uints has an entry with a name that is not valid."},
		"levels.LOW": {"The levels must not be greater than 2."},
		"times.1s":   {"The times must not have more than 2 characters."},
	}, asErrors(t, err))
	assert.Equal(t, map[int8]string{-5: "long"}, in.Ints)
	assert.Equal(t, map[string]any{"a": nil, "b": true, "c": []any{1.5, "x", map[string]any{}}, "d": "1e999"}, in.Any)
}

func TestOptions(t *testing.T) {
	t.Parallel()
	type thing struct {
		Day time.Time `json:"day"`
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	b := form.New(form.WithTimeLayouts("02.01.2006", "02.01.2006 15:04"), form.WithLocation(berlin), form.WithoutUnknownFields("_token"))

	t.Run("time layouts and zone", func(t *testing.T) {
		t.Parallel()
		var in thing
		require.NoError(t, b.Bind(formRequest("day=01.07.2026 12:00&_token=x&_method=put"), &in))
		assert.Equal(t, "2026-07-01T12:00:00+02:00", in.Day.Format(time.RFC3339))
		assert.Contains(t, asErrors(t, b.Bind(formRequest("day=2026-07-01"), &in)), "day")
	})
	t.Run("unknown fields", func(t *testing.T) {
		t.Parallel()
		var in struct {
			Items []thing `json:"items"`
		}
		err := b.Bind(jsonRequest(`{"items":[{"dya":""}]}`), &in)
		requireStatus(t, http.StatusBadRequest, err)
		assert.ErrorContains(t, err, `the field is unknown, at field "items.0.dya"`)
		requireStatus(t, http.StatusBadRequest, b.Bind(formRequest("items[0][_token]=x"), &in))
	})
	t.Run("of one call", func(t *testing.T) {
		t.Parallel()
		var in thing
		requireStatus(t, http.StatusRequestEntityTooLarge, b.Bind(formRequest("day=01.07.2026"), &in, form.WithMaxBody(5)))
		requireStatus(t, http.StatusRequestEntityTooLarge, b.Bind(query("day=01.07.2026"), &in, form.WithMaxBody(5)))
		requireStatus(t, http.StatusRequestEntityTooLarge, b.Bind(formRequest("day=01.07.2026&_token=x"), &in, form.WithMaxValues(1)))
		requireStatus(t, http.StatusBadRequest, b.Bind(jsonRequest(`{"day":[[]]}`), &in, form.WithMaxDepth(2)))
		require.NoError(t, b.Bind(formRequest("day=01.07.2026"), &in))
	})
}

type tidy struct {
	Email string `json:"email" validate:"required,email"`
}

func (in *tidy) Normalize() { in.Email = strings.ToLower(strings.TrimSpace(in.Email)) }

func TestNormalizeComesBeforeValidation(t *testing.T) {
	t.Parallel()
	var in tidy
	require.NoError(t, form.Bind(formRequest("email=+Ann@Example.COM+"), &in))
	assert.Equal(t, "ann@example.com", in.Email)
}

func TestARequestWithoutABodyHasNoFields(t *testing.T) {
	t.Parallel()
	in := wantOrder()
	require.NoError(t, form.Bind(httptest.NewRequest("POST", "/?title=not+this", nil), &in))
	assert.Equal(t, wantOrder(), in)
}

func TestAFormThatWasReadBefore(t *testing.T) {
	t.Parallel()
	var in struct {
		Tags []string `json:"tags"`
		Name string   `json:"name"`
	}
	for name, r := range map[string]*http.Request{
		"urlencoded": formRequest("tags[]=a&tags[]=b&name=n"),
		"multipart":  multipartRequest(object{{"tags", []any{"a", "b"}}, {"name", "n"}}),
		"json":       jsonRequest(`{"tags":["a","b"],"name":"n"}`),
		"DELETE":     request("DELETE", urlencoded, "tags[]=a&tags[]=b&name=n"),
	} {
		_ = r.FormValue("name") // as a CSRF guard does
		in.Tags, in.Name = nil, ""
		require.NoError(t, form.Bind(r, &in), name)
		assert.Equal(t, []string{"a", "b"}, in.Tags, name)
		assert.Equal(t, "n", in.Name, name)
	}
}

func TestTheQueryIsReadBesideTheBody(t *testing.T) {
	t.Parallel()
	type filter struct {
		Page int      `json:"page" validate:"min=1"`
		Tags []string `json:"tags"`
	}
	type note struct {
		Text string `json:"text" validate:"required"`
		Page int    `json:"page"`
	}
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		request := func(query string) *http.Request {
			r := httptest.NewRequest(method, "/notes?"+query, strings.NewReader(`{"text":"Hello","page":7}`))
			r.Header.Set("Content-Type", "application/json")
			return r
		}
		r := request("page=2&tags[]=a&tags[]=b")
		var asked filter
		require.NoError(t, form.BindQuery(r, &asked), method)
		assert.Equal(t, filter{2, []string{"a", "b"}}, asked, method)
		if method != "GET" {
			var sent note
			require.NoError(t, form.Bind(r, &sent), "the body is still there")
			assert.Equal(t, note{"Hello", 7}, sent, method)
		}
		var errs form.Errors
		require.ErrorAs(t, form.BindQuery(request("page=0"), &asked), &errs, method)
		assert.Contains(t, errs, "page")
		var broken *form.MalformedError
		require.ErrorAs(t, form.BindQuery(request("page=%zz"), &asked), &broken, method)

		live := request("page=0")
		live.Header.Set("Precognition", "true")
		live.Header.Set("Precognition-Validate-Only", "text")
		require.ErrorAs(t, form.BindQuery(live, &asked), &errs, "the data of a live validation is the form's")
		live = request("page=3")
		live.Header.Set("Precognition", "true")
		require.NoError(t, form.New().BindQuery(live, &asked))
		assert.Equal(t, 3, asked.Page)
	}
}
