package starter

// What tests of this package look at.
var (
	Render      = render
	LoadClasses = loadClasses
	Standard    = standard
)

// ClassNames are the names of classes.txt.
func ClassNames() ([]string, error) {
	c, err := loadClasses()
	names := make([]string, 0, len(c))
	for name := range c {
		names = append(names, name)
	}
	return names, err
}
