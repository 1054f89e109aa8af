// Command checked has a page for each way in which a component fits its props or
// does not. It is read, and never run.
package main

import "github.com/inertia-templ/shell/inertia"

type user struct {
	Name  string  `json:"name"`
	Email *string `json:"email"`
}

type userProps struct {
	User    user                     `json:"user"`
	Friends inertia.Deferred[[]user] `json:"friends"`
}

// auth is shared with every page.
type auth struct {
	Name string `json:"name"`
}

var (
	_ = inertia.WithShared("auth", auth{})

	_ = inertia.NewPage[userProps]("All")      // declares what Go sends
	_ = inertia.NewPage[userProps]("Fewer")    // and less
	_ = inertia.NewPage[userProps]("None")     // no props
	_ = inertia.NewPage[userProps]("Script")   // no props, and a script
	_ = inertia.NewPage[userProps]("Shared")   // shared props and errors too
	_ = inertia.NewPage[userProps]("Loose")    // without types
	_ = inertia.NewPage[userProps]("Missing")  // demands a prop that is not sent
	_ = inertia.NewPage[userProps]("Other")    // a prop of another type
	_ = inertia.NewPage[userProps]("Deeper")   // a field that is not sent
	_ = inertia.NewPage[userProps]("Null")     // a field that may be null
	_ = inertia.NewPage[userProps]("Deferred") // a prop at once that comes later
	_ = inertia.NewPage[userProps]("Misspelt") // an optional prop that never comes
)

func main() {}
