// Package form reads what a form sends into a struct, validates it, and tells
// the user what to correct, next to the fields, before and after sending.
//
//	type Input struct {
//		Email string   `json:"email" label:"email address" validate:"required,email"`
//		Tags  []string `json:"tags" validate:"max=5,dive,alphanum"`
//	}
//
//	mux.Handle("POST /users", form.Precognitive(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
//		var in Input
//		if err := form.Bind(r, &in); err != nil {
//			return err
//		}
//		...
//	})))
//
// Data that is wrong sends the user back to the form with the messages in
// props.errors. A request that cannot be read is answered with 400, 413 or 415.
// [Bind] itself answers a live validation.
//
// # Data
//
// The same data fills the same struct whether it comes as JSON, urlencoded, as
// multipart or in a query: the client changes from JSON to multipart as soon as
// a file is among the data. So every encoding is first read into one tree and
// then into the struct. Fields have the names of their json tags, with the
// rules of encoding/json.
//
// In forms user[name], user.name, tags[], tags[0], items[0].price,
// items[0][price] and items[][price] all work. Without an index, a key that the
// current object already has begins the next object, and so does a field that
// is continued after another one. Lists of lists need indices. Lists and
// objects that are empty leave no trace in a form. A list is as long as it has
// elements, however large the indices are. A line break is "\n", although
// browsers send "\r\n" in everything but JSON.
//
// Data for which the struct has no field is ignored, even if it is malformed;
// see [WithoutUnknownFields].
//
// Files are a [*multipart.FileHeader], or a slice of them in the order in which
// they came, at any depth. They are removed when the request is over. Their names
// have no folders and are never "." or "..".
//
// A body can be bound more than once, and stays readable for others.
//
// # Types
//
// JSON gives what encoding/json gives, with these differences:
//
//   - Case matters in names. A key given twice, a NUL, and text that is not
//     UTF-8 are refused.
//   - Null is the zero value, and so is the empty text for everything but a
//     string; a pointer is nil then. A type that reads itself is asked about
//     the empty text first.
//   - A list or a map replaces what the field held before. An array that is too
//     short is a mistake of the data.
//   - Texts that are numbers fill numbers, and numbers fill texts. "on", "yes",
//     "1" and "true" are true. 12.0 and 1e3 are integers.
//   - A [time.Duration] may be "1h30m". A [time.Time] may be what an input of
//     the type date, time, month, week or datetime-local sends; see
//     [WithTimeLayouts].
//   - The types of database/sql, such as sql.NullString and sql.Null[T], may be
//     the value itself, or null.
//   - A text that is not the number, boolean or date its field wants is a
//     message at the field, and the rest is filled: a user can correct it.
//
// Types that decode themselves do so at any depth. JSON goes to UnmarshalJSON,
// or to UnmarshalText if the type has nothing else. A text of a form goes to
// UnmarshalText, and to UnmarshalJSON if that fails: as a quoted string, and
// then as the number or boolean it may be.
//
// # Limits
//
// A client chooses what it sends. The work for a request and the memory it
// takes grow in proportion to the bytes of its body, which are limited, as are
// the depth and the number of values and messages. See [WithMaxBody],
// [WithMaxUpload], [WithMaxDepth], [WithMaxValues], [WithMaxKey] and
// [WithMaxMessages].
//
// # Rules
//
// Rules are those of github.com/go-playground/validator, plus maxsize=2MB and
// filetype=image/png image/* for files. They also apply to empty values, unless
// omitempty comes first. They apply to the elements of a list or map, and to
// the structs in it, after dive only. [WithRule] adds rules. A struct that is a
// [Checker] has rules of its own, and [WithCheck] has those of one handler.
//
// Messages are keyed by paths such as "items.0.price". Each field has its
// messages in the order of its rules. They are in English until [WithMessages]
// adds languages.
//
// # Live validation
//
// The client's useForm can validate a form while it is filled in: it sends the
// data with the header Precognition and the names of the fields the user has
// visited. [Bind] then validates these fields only and always returns an
// error, which answers 204 or 422. [Precognitive] wraps such routes.
package form
