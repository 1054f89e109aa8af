import { router } from '@inertiajs/react'
import { useState } from 'react'
import { contactsDelete } from '../routes'
import { useTexts } from '../texts'
import Icon from './Icon'

const texts = {
  en: { selected: 'selected', clear: 'Clear', delete: 'Delete', label: 'Selected contacts' },
  de: { selected: 'ausgewählt', clear: 'Aufheben', delete: 'Löschen', label: 'Ausgewählte Kontakte' },
}

type Props = { selected: number[]; onClear: () => void }

// Bulk does something with all selected contacts at once. The server's flash
// brings the way back.
export default function Bulk({ selected, onClear }: Props) {
  const t = useTexts(texts)
  const [sending, setSending] = useState(false)
  if (selected.length === 0) return null
  const remove = () =>
    router.visit(contactsDelete(), {
      data: { ids: selected },
      preserveScroll: true,
      preserveState: true,
      reset: ['contacts'],
      onStart: () => setSending(true),
      onFinish: () => setSending(false),
      onSuccess: onClear,
    })
  return (
    <div className="bulk" role="group" aria-label={t.label} data-testid="bulk">
      <span data-testid="bulk-count">
        {selected.length} {t.selected}
      </span>
      <button type="button" className="button button-small" onClick={onClear} data-testid="bulk-clear">
        {t.clear}
      </button>
      <button type="button" className="button button-small button-danger" disabled={sending} onClick={remove} data-testid="bulk-delete">
        <Icon name="trash" /> {t.delete}
      </button>
    </div>
  )
}
