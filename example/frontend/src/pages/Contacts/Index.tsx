import { Head, InfiniteScroll, Link } from '@inertiajs/react'
import { useRef, useState } from 'react'
import Avatar from '../../components/Avatar'
import Bulk from '../../components/Bulk'
import Empty from '../../components/Empty'
import Filters from '../../components/Filters'
import Icon from '../../components/Icon'
import Skeleton from '../../components/Skeleton'
import { contactsCreate, contactsIndex, contactsShow } from '../../routes'
import { useTexts } from '../../texts'
import type { ContactsIndexProps } from '../../types'

const texts = {
  en: {
    title: 'Contacts',
    create: 'New contact',
    contact: 'contact',
    contacts: 'contacts',
    none: 'Nobody here goes by that.',
    empty: 'There are no contacts yet.',
    all: 'Show everyone',
    first: 'Add the first one',
    select: 'Select',
    loading: 'Loading more contacts…',
  },
  de: {
    title: 'Kontakte',
    create: 'Neuer Kontakt',
    contact: 'Kontakt',
    contacts: 'Kontakte',
    none: 'So heißt hier niemand.',
    empty: 'Es gibt noch keine Kontakte.',
    all: 'Alle zeigen',
    first: 'Den ersten anlegen',
    select: 'Auswählen:',
    loading: 'Weitere Kontakte werden geladen…',
  },
}

export default function Index({ filter, contacts, cities, organisations }: ContactsIndexProps) {
  const t = useTexts(texts)
  const { data, total } = contacts
  const [picked, setPicked] = useState<number[]>([])
  const list = useRef<HTMLUListElement>(null)
  const selected = picked.filter((id) => data.some((contact) => contact.id === id))
  const filtered = Boolean(filter.search || filter.city || filter.organisation)
  const toggle = (id: number) => setPicked(selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id])

  return (
    <div data-testid="page-contacts">
      <Head title={t.title} />
      <div className="page-head">
        <div>
          <h1>{t.title}</h1>
          <p className="lead" data-testid="contact-count" aria-live="polite">
            {total} {total === 1 ? t.contact : t.contacts}
          </p>
        </div>
        <Link href={contactsCreate()} className="button button-primary" data-testid="new-contact">
          <Icon name="plus" /> {t.create}
        </Link>
      </div>

      <Filters filter={filter} cities={cities} organisations={organisations} />
      <Bulk selected={selected} onClear={() => setPicked([])} />

      {data.length > 0 ? (
        <InfiniteScroll data="contacts" itemsElement={list} onlyNext buffer={300} loading={<Skeleton lines={3} label={t.loading} />}>
          <ul ref={list} className="card people people-wide">
            {data.map((contact) => (
              <li key={contact.id} className="person" data-testid="contact-row" data-id={contact.id}>
                <input
                  type="checkbox"
                  className="person-check"
                  aria-label={`${t.select} ${contact.name}`}
                  data-testid="contact-select"
                  checked={selected.includes(contact.id)}
                  onChange={() => toggle(contact.id)}
                />
                <Avatar name={contact.name} />
                <div className="person-main">
                  <Link href={contactsShow(contact.id)} className="stretched" data-testid="contact-link">
                    {contact.name}
                  </Link>
                  <span className="muted">{contact.company}</span>
                </div>
                <span className="person-email">{contact.email}</span>
                <span className="person-phone muted">{contact.phone}</span>
                <span className="person-city muted">{contact.city}</span>
              </li>
            ))}
          </ul>
        </InfiniteScroll>
      ) : (
        <Empty icon="contacts" title={filtered ? t.none : t.empty} testid="empty">
          {filtered ? <Link href={contactsIndex()}>{t.all}</Link> : <Link href={contactsCreate()}>{t.first}</Link>}
        </Empty>
      )}
    </div>
  )
}
