import { router } from '@inertiajs/react'
import { useState } from 'react'
import type { CityCount } from '../types'

// Report shows the contacts of each city. The server counts them only when a
// partial reload asks for the prop.
export default function Report({ rows }: { rows?: CityCount[] }) {
  const [loading, setLoading] = useState(false)
  const most = Math.max(1, ...(rows ?? []).map((row) => row.contacts))
  const load = () =>
    router.reload({
      only: ['report'],
      onStart: () => setLoading(true),
      onFinish: () => setLoading(false),
    })

  return (
    <section className="card" aria-labelledby="report-title">
      <div className="card-head">
        <h2 id="report-title">Contacts per city</h2>
        <button type="button" className="button" data-testid="load-report" disabled={loading} onClick={load}>
          {loading ? 'Loading…' : 'Load report'}
        </button>
      </div>
      {rows ? (
        <table className="report" data-testid="report" aria-labelledby="report-title">
          <thead className="visually-hidden">
            <tr>
              <th scope="col">City</th>
              <th scope="col">Contacts</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ city, contacts }) => (
              <tr key={city} data-testid="report-row" data-city={city}>
                <th scope="row">{city}</th>
                <td>
                  <span className="bar" style={{ width: `${(contacts / most) * 100}%` }} aria-hidden="true" />
                  <span>{contacts}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="muted">Counted on the server only when you ask for it.</p>
      )}
    </section>
  )
}
