package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"unicode/utf8"
)

const deepest = 16

var (
	errSpelling = errors.New("not written as the issuer writes")
	integer     = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,15})$`)
)

// object reads JSON that is written as JSON.stringify writes it: no white space, no member twice, no needless escape. Numbers are
// whole. It writes what it read, and compares the bytes.
// rule: canonical-json
func object(text []byte) (map[string]any, error) {
	if !utf8.Valid(text) {
		return nil, errSpelling
	}
	decoder, written := json.NewDecoder(bytes.NewReader(text)), &bytes.Buffer{}
	decoder.UseNumber()
	value, err := readValue(decoder, written, 0)
	if err != nil {
		return nil, err
	}
	members, isObject := value.(map[string]any)
	if !isObject || !bytes.Equal(written.Bytes(), text) {
		return nil, errSpelling
	}
	return members, nil
}

func readValue(decoder *json.Decoder, written *bytes.Buffer, depth int) (any, error) {
	token, err := decoder.Token()
	if err != nil || depth > deepest {
		return nil, errSpelling
	}
	switch value := token.(type) {
	case json.Delim:
		if value == '{' {
			return readMembers(decoder, written, depth)
		}
		return readList(decoder, written, depth)
	case json.Number:
		if !integer.MatchString(value.String()) {
			return nil, errSpelling
		}
		written.WriteString(value.String())
		return strconv.ParseInt(value.String(), 10, 64)
	default:
		return value, writeScalar(written, value)
	}
}

func readMembers(decoder *json.Decoder, written *bytes.Buffer, depth int) (any, error) {
	members := map[string]any{}
	written.WriteByte('{')
	for decoder.More() {
		token, err := decoder.Token()
		name, isText := token.(string)
		if _, isTwice := members[name]; err != nil || !isText || isTwice {
			return nil, errSpelling
		}
		if len(members) > 0 {
			written.WriteByte(',')
		}
		if err := writeScalar(written, name); err != nil {
			return nil, err
		}
		written.WriteByte(':')
		if members[name], err = readValue(decoder, written, depth+1); err != nil {
			return nil, err
		}
	}
	written.WriteByte('}')
	_, err := decoder.Token()
	return members, err
}

func readList(decoder *json.Decoder, written *bytes.Buffer, depth int) (any, error) {
	list := []any{}
	written.WriteByte('[')
	for decoder.More() {
		if len(list) > 0 {
			written.WriteByte(',')
		}
		value, err := readValue(decoder, written, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	written.WriteByte(']')
	_, err := decoder.Token()
	return list, err
}

func writeScalar(written *bytes.Buffer, value any) error {
	encoder := json.NewEncoder(written)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	// Encode ends with a line.
	written.Truncate(written.Len() - 1)
	return nil
}
