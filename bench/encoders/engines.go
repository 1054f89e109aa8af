package main

import (
	"encoding/json"
	"io"

	"github.com/bytedance/sonic"
	experiment "github.com/go-json-experiment/json/v1"
	goccy "github.com/goccy/go-json"
	segmentio "github.com/segmentio/encoding/json"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/gojson"
)

// engine encodes JSON, set up to be as close to encoding/json as it can.
type engine struct {
	name string
	// experiment is what GOEXPERIMENT has to be when the program is built.
	experiment string
	encoder    inertia.EncoderFunc
	note       string
}

// standard is what the others are compared with.
const standard = "encoding/json"

func engines() []engine {
	note := ""
	if sonic.APIKind == sonic.UseStdJSON {
		note = "does not support this version of Go or this processor, and uses encoding/json"
	}
	return []engine{
		{name: standard, encoder: func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) }},
		{name: "encoding/json, GOEXPERIMENT=jsonv2", experiment: "jsonv2", encoder: func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) }},
		{name: "go-json-experiment, v1", encoder: func(w io.Writer, v any) error { return experiment.NewEncoder(w).Encode(v) }},
		{name: "segmentio", encoder: func(w io.Writer, v any) error { return segmentio.NewEncoder(w).Encode(v) }},
		{name: "goccy", encoder: func(w io.Writer, v any) error { return goccy.NewEncoder(w).Encode(v) }},
		{name: "package gojson", encoder: gojson.Encoder.Encode},
		{name: "sonic, ConfigStd", note: note, encoder: func(w io.Writer, v any) error { return sonic.ConfigStd.NewEncoder(w).Encode(v) }},
	}
}
