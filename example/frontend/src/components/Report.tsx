import { router } from '@inertiajs/react'
import { useState } from 'react'
import { contactsIndex } from '../routes'
import { useTexts } from '../texts'
import type { CityCount } from '../types'
import BarList from './BarList'

const texts = {
  en: { title: 'Contacts per city', load: 'Load report', loading: 'Loading…', hint: 'Counted on the server only when you ask for it.' },
  de: { title: 'Kontakte je Stadt', load: 'Bericht laden', loading: 'Lädt…', hint: 'Der Server zählt sie erst, wenn Sie danach fragen.' },
}

// Report shows the contacts of each city. The server counts them only when a
// partial reload asks for the prop.
export default function Report({ rows }: { rows?: CityCount[] }) {
  const t = useTexts(texts)
  const [loading, setLoading] = useState(false)
  const load = () =>
    router.reload({
      only: ['report'],
      onStart: () => setLoading(true),
      onFinish: () => setLoading(false),
    })

  return (
    <section className="card" aria-labelledby="report-title">
      <div className="card-head">
        <h2 id="report-title">{t.title}</h2>
        <button type="button" className="button button-small" data-testid="load-report" disabled={loading} onClick={load}>
          {loading ? t.loading : t.load}
        </button>
      </div>
      {rows ? (
        <BarList
          label={t.title}
          testid="report"
          rows={rows.map(({ city, contacts }) => ({ name: city, value: contacts, href: contactsIndex.url({ query: { city } }) }))}
        />
      ) : (
        <p className="muted">{t.hint}</p>
      )}
    </section>
  )
}
