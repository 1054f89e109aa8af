// Package other has types of the same names.
package other

// Node is not the other Node.
type Node struct {
	Other bool `json:"other"`
}

// User is somebody.
type User struct {
	Name string `json:"name"`
}
