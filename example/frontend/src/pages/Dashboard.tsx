import { Deferred, Link, router, usePoll } from '@inertiajs/react'
import { useState } from 'react'
import Activity from '../components/Activity'
import Avatar from '../components/Avatar'
import BarList from '../components/BarList'
import ColumnChart from '../components/ColumnChart'
import Icon from '../components/Icon'
import PageHead from '../components/PageHead'
import Report from '../components/Report'
import Skeleton from '../components/Skeleton'
import { useDates } from '../dates'
import { contactsCreate, contactsIndex, contactsShow, docs, organisationsIndex, organisationsShow } from '../routes'
import { useTexts } from '../texts'
import type { AuditEntry, DashboardProps } from '../types'

const texts = {
  en: {
    title: 'Dashboard',
    lead: 'Everyone you know, at a glance.',
    create: 'New contact',
    contacts: 'Contacts',
    organisations: 'Organisations',
    cities: 'Cities',
    recent: 'Last 30 days',
    growth: 'Added per month',
    largest: 'Largest organisations',
    newest: 'Newest contacts',
    all: 'See all',
    activity: 'Activity',
    refresh: 'Refresh',
    loading: 'Loading…',
    curious: 'Curious how it works? Open “How this page works” below, or read the',
    docs: 'Inertia documentation',
  },
  de: {
    title: 'Übersicht',
    lead: 'Alle, die Sie kennen, auf einen Blick.',
    create: 'Neuer Kontakt',
    contacts: 'Kontakte',
    organisations: 'Organisationen',
    cities: 'Städte',
    recent: 'Letzte 30 Tage',
    growth: 'Neu je Monat',
    largest: 'Größte Organisationen',
    newest: 'Neueste Kontakte',
    all: 'Alle zeigen',
    activity: 'Aktivität',
    refresh: 'Aktualisieren',
    loading: 'Lädt…',
    curious: 'Wie funktioniert das? Öffnen Sie unten „So funktioniert diese Seite“ oder lesen Sie die',
    docs: 'Dokumentation von Inertia',
  },
}

export default function Dashboard({ counts, recent, activity, growth, largest, report }: DashboardProps) {
  const t = useTexts(texts)
  const { dayAndMonth, month } = useDates()
  usePoll(10_000, { only: ['counts'] })
  return (
    <div data-testid="page-dashboard">
      <PageHead title={t.title} lead={t.lead}>
        <Link href={contactsCreate()} className="button button-primary">
          <Icon name="plus" /> {t.create}
        </Link>
      </PageHead>

      <dl className="stats">
        <Stat label={t.contacts} value={counts.contacts} testid="count-contacts" />
        <Stat label={t.organisations} value={counts.organisations} testid="count-organisations" />
        <Stat label={t.cities} value={counts.cities} testid="count-cities" />
        <Stat label={t.recent} value={counts.recent} testid="count-recent" />
      </dl>

      <div className="grid">
        <section className="card grid-wide" aria-labelledby="growth-title" data-testid="growth">
          <h2 id="growth-title">{t.growth}</h2>
          <Deferred data="growth" fallback={<Skeleton lines={6} label={t.loading} />}>
            <ColumnChart label={t.growth} columns={(growth ?? []).map((m) => ({ name: month(m.month), value: m.contacts }))} />
          </Deferred>
        </section>
        <section className="card" aria-labelledby="largest-title">
          <div className="card-head">
            <h2 id="largest-title">{t.largest}</h2>
            <Link href={organisationsIndex()}>{t.all}</Link>
          </div>
          <Deferred data="largest" fallback={<Skeleton lines={6} label={t.loading} />}>
            <BarList
              label={t.largest}
              testid="largest"
              rows={(largest ?? []).map((o) => ({ name: o.name, value: o.contacts, href: organisationsShow.url(o.id) }))}
            />
          </Deferred>
        </section>
        <section className="card grid-wide" aria-labelledby="recent-title">
          <div className="card-head">
            <h2 id="recent-title">{t.newest}</h2>
            <Link href={contactsIndex()}>{t.all}</Link>
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
                <time className="muted small" dateTime={contact.createdAt}>
                  {dayAndMonth(contact.createdAt)}
                </time>
              </li>
            ))}
          </ul>
        </section>
        <Latest entries={activity} title={t.activity} refresh={t.refresh} />
        <div className="grid-full">
          <Report rows={report} />
        </div>
      </div>
      <p className="muted small foot-note">
        {t.curious}{' '}
        <Link href={docs()} data-testid="docs-link">
          {t.docs}
        </Link>
        .
      </p>
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

// Latest is reloaded alone: the rest of the page stays as it is.
function Latest({ entries, title, refresh }: { entries: AuditEntry[]; title: string; refresh: string }) {
  const [loading, setLoading] = useState(false)
  return (
    <section className="card" aria-labelledby="activity-title">
      <div className="card-head">
        <h2 id="activity-title">{title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={refresh}
          data-testid="refresh-activity"
          disabled={loading}
          onClick={() => router.reload({ only: ['activity'], onStart: () => setLoading(true), onFinish: () => setLoading(false) })}
        >
          <Icon name="refresh" />
        </button>
      </div>
      <Activity entries={entries} testid="activity" />
    </section>
  )
}
