import { Link } from '@inertiajs/react'
import { useDates } from '../dates'
import { contactsShow } from '../routes'
import { useTexts } from '../texts'
import type { AuditEntry } from '../types'

const english: Record<string, string> = {
  created: 'added',
  updated: 'changed',
  deleted: 'deleted',
  restored: 'restored',
  purged: 'deleted for good',
  noted: 'wrote a note about',
  promoted: 'changed the role of',
}
const german: Record<string, string> = {
  created: 'hinzugefügt',
  updated: 'geändert',
  deleted: 'gelöscht',
  restored: 'wiederhergestellt',
  purged: 'endgültig gelöscht',
  noted: 'Notiz geschrieben',
  promoted: 'Rolle geändert',
}
const texts = {
  en: { actions: english, none: 'Nothing has happened yet.' },
  de: { actions: german, none: 'Bisher ist nichts geschehen.' },
}

type Props = { entries: AuditEntry[]; testid?: string }

// Activity lists who did what.
export default function Activity({ entries, testid }: Props) {
  const t = useTexts(texts)
  const { dateAndTime } = useDates()
  if (entries.length === 0) return <p className="muted">{t.none}</p>
  return (
    <ol className="activity" data-testid={testid}>
      {entries.map(({ id, user, action, subject, contactId, at }) => (
        <li key={id} data-testid="activity-entry">
          <span className={`dot dot-${action}`} aria-hidden="true" />
          <div>
            <p>
              <strong>{user}</strong> {t.actions[action] ?? action}{' '}
              {contactId ? <Link href={contactsShow(contactId)}>{subject}</Link> : <span>{subject}</span>}
            </p>
            <time className="muted small" dateTime={at}>
              {dateAndTime(at)}
            </time>
          </div>
        </li>
      ))}
    </ol>
  )
}
