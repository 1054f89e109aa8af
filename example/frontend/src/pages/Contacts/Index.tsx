import { Head, Link } from '@inertiajs/react'
import Avatar from '../../components/Avatar'
import Pagination from '../../components/Pagination'
import SearchBox from '../../components/SearchBox'
import { contactsCreate, contactsIndex, contactsShow } from '../../routes'
import type { ContactsIndexProps } from '../../types'

export default function Index({ search, contacts }: ContactsIndexProps) {
  const { items, total, page, pages } = contacts
  return (
    <div data-testid="page-contacts">
      <Head title="Contacts" />
      <div className="page-head">
        <div>
          <h1>Contacts</h1>
          <p className="lead" data-testid="contact-count" aria-live="polite">
            {summary(total, search)}
          </p>
        </div>
        <Link href={contactsCreate()} className="button button-primary" data-testid="new-contact">
          New contact
        </Link>
      </div>

      <SearchBox search={search} />

      {items.length > 0 ? (
        <ul className="card people people-wide">
          {items.map((contact) => (
            <li key={contact.id} className="person" data-testid="contact-row" data-id={contact.id}>
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
      ) : (
        <div className="card empty" data-testid="empty">
          <p>{search ? 'Nobody here goes by that.' : 'There are no contacts yet.'}</p>
          {search ? <Link href={contactsIndex()}>Show everyone</Link> : <Link href={contactsCreate()}>Add the first one</Link>}
        </div>
      )}

      <Pagination page={page} pages={pages} search={search} />
    </div>
  )
}

function summary(total: number, search: string) {
  const count = `${total} ${total === 1 ? 'contact' : 'contacts'}`
  return search ? `${count} ${total === 1 ? 'matches' : 'match'} “${search}”` : count
}
