package inertiatest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
)

// File is an upload: any value of a visit's [Data], at any depth.
type File struct {
	Name    string
	Type    string // "application/octet-stream" if empty
	Content []byte
}

// fileMark is the only key of the object that a File is encoded as. Data is
// read as JSON, and that way files arrive with it.
const fileMark = "\x00file"

// MarshalJSON encodes the file for [Data]; it is of no use elsewhere.
func (f File) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string][]string{fileMark: {f.Name, f.Type, base64.StdEncoding.EncodeToString(f.Content)}})
}

// payload is the body of a visit.
type payload struct {
	content     []byte
	contentType string
}

// encode puts the data where the client puts it: into the query or the body.
func (v *visit) encode() error {
	if form, ok := v.data.(url.Values); ok && v.method != http.MethodGet {
		v.body = payload{[]byte(form.Encode()), "application/x-www-form-urlencoded;charset=UTF-8"}
		return nil
	}
	if form, ok := v.data.(url.Values); ok {
		v.data = map[string][]string(form)
	}
	text, err := json.Marshal(v.data)
	if err != nil {
		return err
	}
	d, err := readData(json.NewDecoder(bytes.NewReader(text)))
	if err != nil {
		return err
	}
	if d.members == nil && d.scalar != "" && d.scalar != "null" || d.list {
		return fmt.Errorf("a %T is not an object", v.data)
	}
	switch {
	case v.method == http.MethodGet && (v.formData || d.hasFile()):
		return errors.New("a GET sends no files")
	case v.formData || d.hasFile():
		v.body, err = d.multipart()
		return err
	case v.method != http.MethodGet:
		if d.members == nil {
			text = []byte("{}")
		}
		v.body = payload{text, "application/json"}
	case len(d.members) > 0:
		return v.query(d)
	}
	return nil
}

// datum is a JSON value that keeps the order of its members.
type datum struct {
	members []member
	list    bool // the members are items
	scalar  string
	text    bool // scalar is a string
	file    *File
}

type member struct {
	key   string
	value *datum
}

func readData(dec *json.Decoder) (*datum, error) {
	dec.UseNumber()
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		d := &datum{list: t == '[', members: []member{}}
		for dec.More() {
			key := strconv.Itoa(len(d.members))
			if !d.list {
				k, err := dec.Token()
				if err != nil {
					return nil, err
				}
				key, _ = k.(string)
			}
			value, err := readData(dec)
			if err != nil {
				return nil, err
			}
			d.members = append(d.members, member{key, value})
		}
		if _, err := dec.Token(); err != nil {
			return nil, err
		}
		return d.asFile()
	case string:
		return &datum{scalar: t, text: true}, nil
	case nil:
		return &datum{scalar: "null"}, nil
	}
	return &datum{scalar: fmt.Sprint(token)}, nil
}

// asFile returns the file that the object stands for, if it does.
func (d *datum) asFile() (*datum, error) {
	if d.list || len(d.members) != 1 || d.members[0].key != fileMark {
		return d, nil
	}
	parts := d.members[0].value.members
	if len(parts) != 3 {
		return d, nil
	}
	content, err := base64.StdEncoding.DecodeString(parts[2].value.scalar)
	return &datum{file: &File{parts[0].value.scalar, parts[1].value.scalar, content}}, err
}

func (d *datum) hasFile() bool {
	return d.file != nil || slices.ContainsFunc(d.members, func(m member) bool { return m.value.hasFile() })
}

// multipart is the data as a form, with indexed names.
func (d *datum) multipart() (payload, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	var write func(name string, d *datum) error
	write = func(name string, d *datum) error {
		switch {
		case d.file != nil:
			h := textproto.MIMEHeader{}
			h.Set("Content-Disposition", multipart.FileContentDisposition(name, d.file.Name))
			h.Set("Content-Type", d.file.Type)
			if d.file.Type == "" {
				h.Set("Content-Type", "application/octet-stream")
			}
			part, err := w.CreatePart(h)
			if err != nil {
				return err
			}
			_, err = io.Copy(part, bytes.NewReader(d.file.Content))
			return err
		case d.members != nil:
			for _, m := range d.members {
				key := m.key
				if name != "" {
					key = name + "[" + key + "]"
				}
				if err := write(key, m.value); err != nil {
					return err
				}
			}
			return nil
		case d.text:
			return w.WriteField(name, d.scalar)
		}
		form := map[string]string{"true": "1", "false": "0", "null": ""}
		if s, ok := form[d.scalar]; ok {
			return w.WriteField(name, s)
		}
		return w.WriteField(name, d.scalar)
	}
	if d.members != nil {
		if err := write("", d); err != nil {
			return payload{}, err
		}
	}
	err := w.Close()
	return payload{b.Bytes(), w.FormDataContentType()}, err
}
