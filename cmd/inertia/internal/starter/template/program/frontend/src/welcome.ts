// What the first page says. Delete this file when you write your own.

export const steps = [
  {
    title: 'Make this page yours',
    text: 'With inertia dev running, save this file and the browser follows.',
    code: 'frontend/src/pages/Home.<< if .React >>tsx<< else if .Vue >>vue<< else >>svelte<< end >>',
  },
  {
    title: 'Add a page',
    text: 'A component, the type of its props, a route. The compilers check that the three agree.',
    code: 'internal/app/routes.go',
  },
  {
    title: 'Put it online',
    text: 'One file to copy to a server, front end included. The README says what it needs there.',
    code: 'inertia build',
  },
]

export const parts = [
  { title: 'Typed pages', text: 'Go structs are the props, and TypeScript knows their fields.', code: 'internal/app/pages.go' },
  { title: 'Forms', text: 'Checked when you leave a field, by the rules that guard the server.', code: 'internal/app/tasks.go' },
<<- if .Accounts >>
  { title: 'Accounts', text: 'Sign-in, password reset by mail, a profile with a picture.', code: 'internal/app/auth.go' },
<<- end >>
<<- if .Stored >>
  { title: '<< if .SQLite >>SQLite<< else >>Postgres<< end >>', text: 'Migrations run when the program starts.', code: 'internal/store/migrations' },
<<- end >>
<<- if .SSR >>
  { title: 'Server rendering', text: 'The first visit is HTML before any script has run.', code: 'frontend/src/app.<< if .React >>tsx<< else >>ts<< end >>' },
<<- end >>
  { title: 'Error pages', text: 'What goes wrong has a page too, and says what to do.', code: 'internal/app/errors.go' },
  { title: 'Tests', text: 'Pages without a browser, and a tour of all of them in one.', code: 'internal/app/app_test.go' },
]
