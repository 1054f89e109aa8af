import { Head, Link } from '@inertiajs/react'
import { dashboard } from '../routes'
import { useTexts } from '../texts'
import type { ErrorProps } from '../types'

const texts = {
  en: {
    back: 'Go back',
    home: 'Back to the dashboard',
    missing: { title: 'Page not found', text: 'It may have been deleted, or the address has a typo.' },
    forbidden: { title: 'Not for you', text: 'Only an administrator may see this page.' },
    large: { title: 'That did not work', text: 'It was more than we can take at once. Go back and make it shorter.' },
    wrong: { title: 'That did not work', text: 'The server could not make sense of the request. Go back and try again.' },
    broken: { title: 'Something went wrong', text: 'It is our fault, not yours. Please try again in a moment.' },
  },
  de: {
    back: 'Zurück',
    home: 'Zur Übersicht',
    missing: { title: 'Seite nicht gefunden', text: 'Vielleicht wurde sie gelöscht, oder die Adresse hat einen Tippfehler.' },
    forbidden: { title: 'Kein Zutritt', text: 'Diese Seite ist nur für Administratoren.' },
    large: { title: 'Das hat nicht geklappt', text: 'Das war zu viel auf einmal. Gehen Sie zurück und kürzen Sie es.' },
    wrong: { title: 'Das hat nicht geklappt', text: 'Der Server hat die Anfrage nicht verstanden. Gehen Sie zurück und versuchen Sie es noch einmal.' },
    broken: { title: 'Etwas ist schiefgegangen', text: 'Das ist unser Fehler, nicht Ihrer. Bitte versuchen Sie es gleich noch einmal.' },
  },
}

export default function ErrorPage({ status }: ErrorProps) {
  const t = useTexts(texts)
  const { title, text } = explain(status, t)
  return (
    <div className="error-page" data-testid="page-error">
      <Head title={title} />
      <p className="error-status" data-testid="error-status">
        {status}
      </p>
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      <div className="actions">
        <button type="button" className="button" data-testid="error-back" onClick={() => window.history.back()}>
          {t.back}
        </button>
        <Link href={dashboard()} className="button button-primary" data-testid="error-home">
          {t.home}
        </Link>
      </div>
    </div>
  )
}

function explain(status: number, t: typeof texts.en) {
  if (status === 404) return t.missing
  if (status === 403) return t.forbidden
  if (status === 413) return t.large
  return status < 500 ? t.wrong : t.broken
}
