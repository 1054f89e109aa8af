import { Deferred, Link } from '@inertiajs/react'
import { useState } from 'react'
import Activity from '../../components/Activity'
import Avatar from '../../components/Avatar'
import ConfirmDialog from '../../components/ConfirmDialog'
import Icon from '../../components/Icon'
import InlineField from '../../components/InlineField'
import Notes from '../../components/Notes'
import Skeleton from '../../components/Skeleton'
import { useDates } from '../../dates'
import { contactsDestroy, contactsEdit, contactsIndex, contactsUpdate, organisationsShow } from '../../routes'
import { useTexts } from '../../texts'
import type { ContactsShowProps, Input } from '../../types'

const texts = {
  en: {
    back: 'All contacts',
    email: 'Email',
    phone: 'Phone',
    city: 'City',
    company: 'Company',
    about: 'About',
    added: 'Added on',
    delete: 'Delete',
    edit: 'Edit',
    history: 'History',
    loading: 'Loading…',
    sure: 'Delete this contact?',
    confirm: 'Delete contact',
    trash: 'goes to the trash, where anybody can restore the contact.',
  },
  de: {
    back: 'Alle Kontakte',
    email: 'E-Mail',
    phone: 'Telefon',
    city: 'Stadt',
    company: 'Firma',
    about: 'Über',
    added: 'Angelegt am',
    delete: 'Löschen',
    edit: 'Bearbeiten',
    history: 'Verlauf',
    loading: 'Lädt…',
    sure: 'Diesen Kontakt löschen?',
    confirm: 'Kontakt löschen',
    trash: 'kommt in den Papierkorb und lässt sich von dort wiederherstellen.',
  },
}

export default function Show({ contact, notes, history }: ContactsShowProps) {
  const t = useTexts(texts)
  const { fullDate } = useDates()
  const [confirming, setConfirming] = useState(false)
  const { id, createdAt, organisationId, ...input } = contact
  const inline = { input: input satisfies Input, action: contactsUpdate(id) }
  return (
    <div data-testid="page-show">
      <p className="back">
        <Link href={contactsIndex()}>
          <Icon name="back" size={16} /> {t.back}
        </Link>
      </p>
      <div className="split">
        <div className="stack">
          <article className="card profile">
            <header className="profile-head">
              <Avatar name={contact.name} size="large" />
              <div>
                <h1>{contact.name}</h1>
                <p className="lead">{[contact.company, contact.city].filter(Boolean).join(' · ')}</p>
              </div>
            </header>
            <dl className="details">
              <InlineField name="email" type="email" label={t.email} {...inline}>
                <a href={`mailto:${contact.email}`}>{contact.email}</a>
              </InlineField>
              <InlineField name="phone" type="tel" label={t.phone} {...inline}>
                {contact.phone && <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}>{contact.phone}</a>}
              </InlineField>
              <InlineField name="city" label={t.city} {...inline}>
                {contact.city}
              </InlineField>
              <InlineField name="company" label={t.company} {...inline}>
                {organisationId > 0 && <Link href={organisationsShow(organisationId)}>{contact.company}</Link>}
              </InlineField>
              <div>
                <dt>{t.about}</dt>
                <dd data-testid="detail-about">{contact.about || <span className="muted">–</span>}</dd>
              </div>
            </dl>
            <footer className="profile-foot">
              <span className="muted small">
                {t.added} <time dateTime={createdAt}>{fullDate(createdAt)}</time>
              </span>
              <div className="actions">
                <button type="button" className="button button-danger" data-testid="delete" onClick={() => setConfirming(true)}>
                  {t.delete}
                </button>
                <Link href={contactsEdit(id)} className="button button-primary" data-testid="edit">
                  {t.edit}
                </Link>
              </div>
            </footer>
          </article>
          <Notes contact={id} notes={notes} />
        </div>
        <section className="card" aria-labelledby="history-title" data-testid="history">
          <h2 id="history-title">{t.history}</h2>
          <Deferred data="history" fallback={<Skeleton lines={4} label={t.loading} />}>
            <Activity entries={history ?? []} />
          </Deferred>
        </section>
      </div>
      <ConfirmDialog open={confirming} title={t.sure} action={contactsDestroy(id)} confirm={t.confirm} onClose={() => setConfirming(false)}>
        {contact.name} {t.trash}
      </ConfirmDialog>
    </div>
  )
}
