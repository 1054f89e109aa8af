import type { FlashData } from '@inertiajs/core'
import { router, usePage } from '@inertiajs/react'
import { useEffect, useState } from 'react'
import { contactsRestore } from '../routes'
import { useTexts } from '../texts'
import Icon from './Icon'

const texts = {
  en: { undo: 'Undo', dismiss: 'Dismiss' },
  de: { undo: 'Rückgängig', dismiss: 'Schließen' },
}

type Message = { kind: 'error' | 'success' | 'notice'; text: string; undo?: number[] }

// Toast shows the flash of the last visit until it is dismissed or another
// page comes. The region itself is always there: a live region announces only
// what is put into it later.
export default function Toast() {
  const t = useTexts(texts)
  const { flash } = usePage()
  const [message, setMessage] = useState(() => toMessage(flash))

  useEffect(() => {
    const stopNavigate = router.on('navigate', () => setMessage(null))
    const stopFlash = router.on('flash', (event) => setMessage(toMessage(event.detail.flash)))
    return () => {
      stopNavigate()
      stopFlash()
    }
  }, [])

  return (
    <div className="toasts" role="status" aria-live="polite" data-testid="flash-region">
      {message && (
        <div className={`toast toast-${message.kind}`} data-testid="flash" data-kind={message.kind}>
          <span>{message.text}</span>
          {message.undo && (
            <button type="button" className="button button-small" data-testid="undo" onClick={() => undo(message.undo ?? [])}>
              {t.undo}
            </button>
          )}
          <button type="button" className="icon-button" aria-label={t.dismiss} data-testid="flash-dismiss" onClick={() => setMessage(null)}>
            <Icon name="close" size={16} />
          </button>
        </div>
      )}
    </div>
  )
}

function undo(ids: number[]) {
  router.visit(contactsRestore(), { data: { ids }, preserveScroll: true })
}

function toMessage(flash: FlashData): Message | null {
  if (flash.error) return { kind: 'error', text: flash.error }
  if (flash.success) return { kind: 'success', text: flash.success, undo: flash.undo }
  if (flash.notice) return { kind: 'notice', text: flash.notice }
  return null
}
