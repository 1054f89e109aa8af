import { Deferred, Head, Link } from '@inertiajs/react'
import { useState } from 'react'
import Avatar from '../../components/Avatar'
import ConfirmDialog from '../../components/ConfirmDialog'
import Icon from '../../components/Icon'
import InlineField from '../../components/InlineField'
import Skeleton from '../../components/Skeleton'
import { contactsShow, organisationsDestroy, organisationsEdit, organisationsIndex, organisationsUpdate } from '../../routes'
import { useTexts } from '../../texts'
import type { OrganisationsShowProps } from '../../types'

const texts = {
  en: {
    back: 'All organisations',
    name: 'Name',
    website: 'Website',
    people: 'People',
    none: 'Nobody works here.',
    loading: 'Loading…',
    delete: 'Delete',
    edit: 'Edit',
    sure: 'Delete this organisation?',
    confirm: 'Delete organisation',
    gone: 'will be gone. The people who work there stay, without an organisation.',
  },
  de: {
    back: 'Alle Organisationen',
    name: 'Name',
    website: 'Webseite',
    people: 'Personen',
    none: 'Hier arbeitet niemand.',
    loading: 'Lädt…',
    delete: 'Löschen',
    edit: 'Bearbeiten',
    sure: 'Diese Organisation löschen?',
    confirm: 'Organisation löschen',
    gone: 'verschwindet. Die Personen, die dort arbeiten, bleiben ohne Organisation.',
  },
}

export default function Show({ organisation, contacts }: OrganisationsShowProps) {
  const t = useTexts(texts)
  const [confirming, setConfirming] = useState(false)
  const { id, name, website } = organisation
  const inline = { input: { name, website }, action: organisationsUpdate(id) }
  return (
    <div className="narrow sections" data-testid="page-organisation">
      <Head title={name} />
      <p className="back">
        <Link href={organisationsIndex()}>
          <Icon name="back" size={16} /> {t.back}
        </Link>
      </p>
      <article className="card profile">
        <header className="profile-head">
          <Avatar name={name} size="large" />
          <h1>{name}</h1>
        </header>
        <dl className="details">
          <InlineField name="name" label={t.name} {...inline}>
            {name}
          </InlineField>
          <InlineField name="website" type="url" label={t.website} {...inline}>
            {website && (
              <a href={website} rel="noreferrer">
                {website.replace(/^https?:\/\//, '')}
              </a>
            )}
          </InlineField>
        </dl>
        <footer className="profile-foot">
          <div className="actions">
            <button type="button" className="button button-danger" data-testid="delete" onClick={() => setConfirming(true)}>
              {t.delete}
            </button>
            <Link href={organisationsEdit(id)} className="button button-primary" data-testid="edit">
              {t.edit}
            </Link>
          </div>
        </footer>
      </article>
      <section className="card" aria-labelledby="people-title">
        <h2 id="people-title">{t.people}</h2>
        <Deferred data="contacts" fallback={<Skeleton lines={4} label={t.loading} />}>
          {contacts && contacts.length > 0 ? (
            <ul className="people">
              {contacts.map((contact) => (
                <li key={contact.id} className="person">
                  <Avatar name={contact.name} />
                  <div className="person-main">
                    <Link href={contactsShow(contact.id)} className="stretched">
                      {contact.name}
                    </Link>
                    <span className="muted">{contact.email}</span>
                  </div>
                  <span className="muted small">{contact.city}</span>
                </li>
              ))}
            </ul>
          ) : (
            <p className="muted">{t.none}</p>
          )}
        </Deferred>
      </section>
      <ConfirmDialog open={confirming} title={t.sure} action={organisationsDestroy(id)} confirm={t.confirm} onClose={() => setConfirming(false)}>
        {name} {t.gone}
      </ConfirmDialog>
    </div>
  )
}
