// Package form reads what a form sends into a struct, validates it, and tells
// the user what to mend, next to the fields, before and after sending.
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
// That is all: data that is wrong sends the user back to the form with the
// messages in props.errors, a broken request is a 400, 413 or 415, and live
// validation is answered without the code below ever running.
//
// # Data
//
// The same data fills the same struct whether it comes as JSON, urlencoded, as
// multipart or in a query: the client itself changes from JSON to multipart as
// soon as a file is among the data. So every encoding is first read into one
// tree and then into the struct. Fields have the names of their json tags, with
// the rules of encoding/json except that case matters. In forms user[name],
// user.name, tags[], tags[0], items[0].price and items[0][price] all work.
//
// A text that is not the number, boolean or date its field wants is a message
// at the field, in JSON as in forms: the one who typed it can mend it. Texts
// that are numbers are taken for numbers, "on", "1" and "true" for booleans,
// and numbers for texts. Null is the zero value, as is the empty text for
// everything but a string; a pointer is nil then. Embedded structs, pointers,
// maps, time.Time, time.Duration, and types that unmarshal text or JSON
// themselves are understood. Files are a [*multipart.FileHeader], or a slice
// of them, at any depth; they are gone when the request is over.
//
// A client chooses what it sends, so size, depth, and number of values are
// limited (see [WithMaxBody], [WithMaxUpload], [WithMaxDepth],
// [WithMaxValues]), indices allocate nothing, and texts are UTF-8 without NUL.
//
// # Rules
//
// Rules are those of github.com/go-playground/validator, plus maxsize=2MB and
// filetype=image/png image/* for files. Mind that they apply to what is empty
// too unless omitempty stands first, and to the elements of a list or map, and
// the structs in it, after dive only. [WithRule] adds rules; a struct that is a
// [Checker] has rules of its own, and [WithCheck] has those of one handler.
//
// Messages are keyed by paths such as "items.0.price", and each field has all
// of its messages in the order of its rules. They are in English until
// [WithMessages] adds languages.
//
// # Live validation
//
// The client's useForm can validate a form while it is filled in: it sends the
// data with the header Precognition and the names of the fields the user has
// been to. [Bind] then validates these fields only and always returns an
// error, which answers 204 or 422. [Precognitive] goes around such routes.
package form
