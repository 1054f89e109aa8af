package main

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func openStore(t *testing.T, path string) *Store {
	t.Helper()
	store, err := OpenStore(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	return store
}

func newStore(t *testing.T) *Store {
	t.Helper()
	return openStore(t, filepath.Join(t.TempDir(), "contacts.db"))
}

// deleteOne puts one contact into the trash, and fails if there is no such one.
func deleteOne(store *Store, id int64) error {
	n, err := store.Delete(context.Background(), 1, id)
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

func names(contacts []Contact) []string {
	found := []string{}
	for _, c := range contacts {
		found = append(found, c.Name)
	}
	return found
}

func TestNewDatabaseIsSeeded(t *testing.T) {
	t.Parallel()
	store := newStore(t)

	counts, err := store.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Counts{Contacts: 60, Organisations: 35, Cities: 12, Recent: 11}, counts)

	newest, err := store.Newest(t.Context(), 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"Amelia Whitfield", "Jonas Brandt"}, names(newest))
}

func TestSeedIsValid(t *testing.T) {
	t.Parallel()
	for _, person := range seedPeople {
		normal := person
		normal.Normalize()
		assert.Equal(t, normal, person)
		assert.NoError(t, binder.Validate(t.Context(), &person), person.Name)
	}
}

func TestDatabaseIsSeededOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "contacts.db")

	// Two programs may start on the same new file.
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			store, err := OpenStore(context.Background(), path)
			if assert.NoError(t, err) {
				assert.NoError(t, store.Close())
			}
		})
	}
	wg.Wait()
	store := openStore(t, path)
	for id := range int64(60) {
		require.NoError(t, deleteOne(store, id+1))
	}

	// And people who were deleted stay away.
	again := openStore(t, path)
	assert.Equal(t, store.Secret(), again.Secret())
	list, err := again.List(t.Context(), Filter{}, 1)
	require.NoError(t, err)
	assert.Equal(t, inertia.Paginate(inertia.PageAt(1, pageSize), []Contact{}, 0), list)
}

func TestDatabasePathIsTakenLiterally(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "my file?mode=memory#%41.db")
	openStore(t, path)
	assert.FileExists(t, path)
}

func TestDatabaseThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "missing", "contacts.db")
	_, err := OpenStore(t.Context(), path)
	require.Error(t, err)
	assert.Contains(t, err.Error(), path)
}

func TestList(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	tests := map[string]struct {
		search      string
		page        int
		total, want int // want: the page
		first       string
	}{
		"first page":             {page: 1, total: 60, want: 1, first: "Aisha Siddiqui"},
		"last page":              {page: 3, total: 60, want: 3, first: "Maximilian Huber"},
		"beyond the last page":   {page: 999, total: 60, want: 3, first: "Maximilian Huber"},
		"before the first page":  {page: -3, total: 60, want: 1, first: "Aisha Siddiqui"},
		"search in the name":     {search: "whit", page: 1, total: 2, want: 1, first: "Amelia Whitfield"},
		"search in the email":    {search: "@okafor", page: 1, total: 2, want: 1, first: "Grace Okafor"},
		"search in the company":  {search: "tidewater", page: 1, total: 3, want: 1, first: "Caleb Whitaker"},
		"every word must match":  {search: "  cycles   paris ", page: 1, total: 1, want: 1, first: "Hugo Delacroix"},
		"upper case with accent": {search: "CHLOÉ", page: 1, total: 1, want: 1, first: "Chloé Lambert"},
		"a wildcard is a letter": {search: "%", page: 1, total: 0, want: 1},
		"a quote is a letter":    {search: "' OR 1=1 --", page: 1, total: 0, want: 1},
		"page of a search":       {search: "e", page: 2, total: 60, want: 2, first: "Felix Neumann"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := store.List(t.Context(), Filter{Search: test.search}, test.page)
			require.NoError(t, err)
			assert.Equal(t, test.total, list.Total)
			assert.Equal(t, test.want, list.CurrentPage)
			assert.LessOrEqual(t, len(list.Data), pageSize)
			if test.total == 0 {
				assert.Empty(t, list.Data)
				assert.NotNil(t, list.Data, "the page expects a list")
				return
			}
			assert.Equal(t, test.first, list.Data[0].Name)
		})
	}
}

func TestLifeOfAContact(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	in := Input{Name: "Ann Lee", Email: "ann@example.com", City: "Oslo"}

	id, err := store.Create(t.Context(), 1, in)
	require.NoError(t, err)
	contact, err := store.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, "Ann Lee", contact.Name)
	assert.False(t, contact.CreatedAt.IsZero())

	in.Name, in.Email = "Ann Berg", "ANN@example.com" // her own address, written differently
	require.NoError(t, store.Update(t.Context(), 1, id, in))
	list, err := store.List(t.Context(), Filter{Search: "berg oslo"}, 1)
	require.NoError(t, err)
	assert.Equal(t, []string{"Ann Berg"}, names(list.Data), "a search finds the new name")

	require.NoError(t, deleteOne(store, id))
	_, err = store.Get(t.Context(), id)
	assert.ErrorIs(t, err, ErrNotFound)
	assert.ErrorIs(t, store.Update(t.Context(), 1, id, in), ErrNotFound)
	assert.ErrorIs(t, deleteOne(store, id), ErrNotFound)

	next, err := store.Create(t.Context(), 1, in)
	require.NoError(t, err)
	assert.NotEqual(t, id, next, "an old link must not lead to somebody else")
}

func TestEmailBelongsToOneContact(t *testing.T) {
	t.Parallel()
	store := newStore(t)

	var wg sync.WaitGroup
	results := make(chan error, 8)
	for range cap(results) {
		wg.Go(func() {
			_, err := store.Create(context.Background(), 1, Input{Name: "Ann", Email: "Ann@Example.com"})
			results <- err
		})
	}
	wg.Wait()
	close(results)
	created := 0
	for err := range results {
		if err == nil {
			created++
			continue
		}
		assert.ErrorIs(t, err, ErrEmailTaken)
	}
	assert.Equal(t, 1, created)
	assert.ErrorIs(t, store.Update(t.Context(), 1, 1, Input{Name: "Bob", Email: "ann@example.com"}), ErrEmailTaken)
}

func TestCityReport(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	_, err := store.Create(t.Context(), 1, Input{Name: "Nomad", Email: "nomad@example.com"})
	require.NoError(t, err)

	report, err := store.CityReport(t.Context())
	require.NoError(t, err)
	require.Len(t, report, 12, "no row for those without a city")
	assert.Equal(t, CityCount{City: "London", Contacts: 9}, report[0])
	sum := 0
	for _, row := range report {
		sum += row.Contacts
	}
	assert.Equal(t, 60, sum)
}

func TestDatabaseOfTheFirstVersionGetsAccounts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "contacts.db")
	store := openStore(t, path)
	require.NoError(t, deleteOne(store, 1))
	// The tables as they were then.
	for _, change := range []string{
		"DROP TABLE audit", "DROP TABLE files", "DROP TABLE notes", "DROP TABLE users", "DROP TABLE avatars", "DROP TABLE sessions",
		strings.Replace(strings.Replace(contactsSchema, "TABLE contacts (", "TABLE first (", 1), "CREATE TABLE secret (key BLOB NOT NULL);", "", 1),
	} {
		change = strings.Replace(change, "CREATE INDEX contacts_created_at ON contacts (created_at);", "", 1)
		_, err := store.db.ExecContext(t.Context(), change)
		require.NoError(t, err)
	}
	_, err := store.db.ExecContext(t.Context(), `INSERT INTO first SELECT c.id, c.name, email, phone, city, coalesce(o.name, ''), about, search, created_at
		FROM contacts c LEFT JOIN organisations o ON o.id = organisation_id WHERE deleted_at IS NULL;
		DROP TABLE contacts; DROP TABLE organisations; ALTER TABLE first RENAME TO contacts; PRAGMA user_version = 1`)
	require.NoError(t, err)

	again := openStore(t, path)
	assert.Equal(t, store.Secret(), again.Secret())
	u, err := again.SignIn(t.Context(), demoEmail, demoPassword)
	require.NoError(t, err)
	assert.Equal(t, demoName, u.Name)
	counts, err := again.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 59, counts.Contacts, "the contacts stay as they were")
	assert.Equal(t, roleAdmin, u.Role)
	marcus, err := again.Get(t.Context(), 57)
	require.NoError(t, err)
	assert.Equal(t, "Harbor Freightworks", marcus.Company, "a company is an organisation now")
}
