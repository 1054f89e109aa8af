package starter

// What tests of this package look at.
var (
	Render      = render
	LoadClasses = loadClasses
	Standard    = standard
)
