import { Head, Link } from '@inertiajs/react'
import { useState, type ReactNode } from 'react'
import Avatar from '../../components/Avatar'
import ConfirmDialog from '../../components/ConfirmDialog'
import { fullDate } from '../../dates'
import { contactsDestroy, contactsEdit, contactsIndex } from '../../routes'
import type { ContactsShowProps } from '../../types'

export default function Show({ contact }: ContactsShowProps) {
  const [confirming, setConfirming] = useState(false)
  return (
    <div className="narrow" data-testid="page-show">
      <Head title={contact.name} />
      <p className="back">
        <Link href={contactsIndex()}>← All contacts</Link>
      </p>
      <article className="card profile">
        <header className="profile-head">
          <Avatar name={contact.name} size="large" />
          <div>
            <h1>{contact.name}</h1>
            <p className="lead">{[contact.company, contact.city].filter(Boolean).join(' · ')}</p>
          </div>
        </header>
        <dl className="details">
          <Detail label="Email" testid="detail-email">
            <a href={`mailto:${contact.email}`}>{contact.email}</a>
          </Detail>
          <Detail label="Phone" testid="detail-phone">
            {contact.phone && <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}>{contact.phone}</a>}
          </Detail>
          <Detail label="City" testid="detail-city">
            {contact.city}
          </Detail>
          <Detail label="Company" testid="detail-company">
            {contact.company}
          </Detail>
          <Detail label="Notes" testid="detail-notes">
            {contact.notes}
          </Detail>
        </dl>
        <footer className="profile-foot">
          <span className="muted small">
            Added on <time dateTime={contact.createdAt}>{fullDate(contact.createdAt)}</time>
          </span>
          <div className="actions">
            <button type="button" className="button button-danger" data-testid="delete" onClick={() => setConfirming(true)}>
              Delete
            </button>
            <Link href={contactsEdit(contact.id)} className="button button-primary" data-testid="edit">
              Edit
            </Link>
          </div>
        </footer>
      </article>
      <ConfirmDialog
        open={confirming}
        title="Delete this contact?"
        action={contactsDestroy(contact.id)}
        confirm="Delete contact"
        onClose={() => setConfirming(false)}
      >
        {contact.name} will be gone for good. There is no undo.
      </ConfirmDialog>
    </div>
  )
}

function Detail({ label, testid, children }: { label: string; testid: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd data-testid={testid}>{children || <span className="muted">—</span>}</dd>
    </div>
  )
}
