import { router, usePage } from '@inertiajs/react'
import { useState } from 'react'
import Avatar from '../components/Avatar'
import ConfirmDialog from '../components/ConfirmDialog'
import Empty from '../components/Empty'
import PageHead from '../components/PageHead'
import { useDates } from '../dates'
import { contactsRestore, trashPurge } from '../routes'
import { useTexts } from '../texts'
import type { TrashedContact, TrashProps } from '../types'

const texts = {
  en: {
    title: 'Trash',
    lead: 'Deleted contacts, until an administrator deletes them for good.',
    empty: 'The trash is empty.',
    deleted: 'Deleted on',
    restore: 'Restore',
    purge: 'Delete for good',
    sure: 'Delete for good?',
    gone: 'will be gone, with all notes and files. There is no undo.',
  },
  de: {
    title: 'Papierkorb',
    lead: 'Gelöschte Kontakte, bis ein Administrator sie endgültig löscht.',
    empty: 'Der Papierkorb ist leer.',
    deleted: 'Gelöscht am',
    restore: 'Wiederherstellen',
    purge: 'Endgültig löschen',
    sure: 'Endgültig löschen?',
    gone: 'verschwindet mit allen Notizen und Dateien. Das lässt sich nicht rückgängig machen.',
  },
}

export default function Trash({ contacts }: TrashProps) {
  const t = useTexts(texts)
  const { fullDate } = useDates()
  const admin = usePage().props.auth.user?.role === 'admin'
  const [purging, setPurging] = useState<TrashedContact>()
  return (
    <div className="narrow" data-testid="page-trash">
      <PageHead title={t.title} lead={t.lead} />
      {contacts.length === 0 ? (
        <Empty icon="trash" title={t.empty} testid="empty" />
      ) : (
        <ul className="card people people-rows">
          {contacts.map((contact) => (
            <li key={contact.id} className="person" data-testid="trash-row">
              <Avatar name={contact.name} />
              <div className="person-main">
                <strong>{contact.name}</strong>
                <span className="muted small">
                  {t.deleted} <time dateTime={contact.deletedAt}>{fullDate(contact.deletedAt)}</time>
                </span>
              </div>
              <div className="actions">
                <button
                  type="button"
                  className="button button-small"
                  data-testid="restore"
                  onClick={() => router.visit(contactsRestore(), { data: { ids: [contact.id] }, preserveScroll: true })}
                >
                  {t.restore}
                </button>
                {admin && (
                  <button type="button" className="button button-small button-danger" data-testid="purge" onClick={() => setPurging(contact)}>
                    {t.purge}
                  </button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {purging && (
        <ConfirmDialog open title={t.sure} action={trashPurge(purging.id)} confirm={t.purge} onClose={() => setPurging(undefined)}>
          {purging.name} {t.gone}
        </ConfirmDialog>
      )}
    </div>
  )
}
