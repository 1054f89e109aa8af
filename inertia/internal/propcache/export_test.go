package propcache

// Marks is the number of marks in memory.
func (m *Memory) Marks() int { return len(m.marks) }
