import { Head, Link, router } from '@inertiajs/react'
import { useState } from 'react'
import Avatar from '../components/Avatar'
import Report from '../components/Report'
import { dayAndMonth } from '../dates'
import { contactsCreate, contactsIndex, contactsShow, docs } from '../routes'
import type { DashboardProps } from '../types'

export default function Dashboard({ counts, recent, renderedAt, now, report }: DashboardProps) {
  return (
    <div data-testid="page-dashboard">
      <Head title="Dashboard" />
      <div className="page-head">
        <div>
          <h1>Dashboard</h1>
          <p className="lead">Everyone you know, at a glance.</p>
        </div>
        <Link href={contactsCreate()} className="button button-primary">
          New contact
        </Link>
      </div>

      <dl className="stats">
        <Stat label="Contacts" value={counts.contacts} testid="count-contacts" />
        <Stat label="Cities" value={counts.cities} testid="count-cities" />
        <Stat label="Last 30 days" value={counts.recent} testid="count-recent" />
      </dl>

      <div className="columns">
        <section className="card" aria-labelledby="recent-title">
          <div className="card-head">
            <h2 id="recent-title">Newest contacts</h2>
            <Link href={contactsIndex()}>See all</Link>
          </div>
          <ul className="people" data-testid="recent">
            {recent.map((contact) => (
              <li key={contact.id} className="person">
                <Avatar name={contact.name} />
                <div className="person-main">
                  <Link href={contactsShow(contact.id)} className="stretched" data-testid="recent-link">
                    {contact.name}
                  </Link>
                  <span className="muted">{contact.company || contact.email}</span>
                </div>
                <time className="muted" dateTime={contact.createdAt}>
                  {dayAndMonth(contact.createdAt)}
                </time>
              </li>
            ))}
          </ul>
        </section>

        <div className="stack">
          <ServerTime now={now} renderedAt={renderedAt} />
          <Report rows={report} />
          <p className="muted small">
            Curious how it works? Read the{' '}
            <Link href={docs()} data-testid="docs-link">
              Inertia documentation
            </Link>
            .
          </p>
        </div>
      </div>
    </div>
  )
}

function Stat({ label, value, testid }: { label: string; value: number; testid: string }) {
  return (
    <div className="card stat">
      <dt>{label}</dt>
      <dd data-testid={testid}>{value}</dd>
    </div>
  )
}

function ServerTime({ now, renderedAt }: { now: string; renderedAt: string }) {
  const [loading, setLoading] = useState(false)
  return (
    <section className="card" aria-labelledby="time-title">
      <div className="card-head">
        <h2 id="time-title">Server time</h2>
        <button
          type="button"
          className="button"
          data-testid="refresh-now"
          disabled={loading}
          onClick={() =>
            router.reload({
              only: ['now'],
              onStart: () => setLoading(true),
              onFinish: () => setLoading(false),
            })
          }
        >
          Refresh time
        </button>
      </div>
      <dl className="facts">
        <div>
          <dt>Now</dt>
          <dd>
            <code data-testid="now">{now}</code>
          </dd>
        </div>
        <div>
          <dt>Page rendered</dt>
          <dd>
            <code data-testid="rendered-at">{renderedAt}</code>
          </dd>
        </div>
      </dl>
    </section>
  )
}
