import type { FlashData } from '@inertiajs/core'
import { router, usePage } from '@inertiajs/react'
import { useEffect, useState } from 'react'

const icons = {
  success: 'm6 10.3 2.7 2.7L14 7.4',
  error: 'M10 5.5v5.5m0 3v.01',
  notice: 'M10 6v.01m0 3v5',
}

type Message = { kind: keyof FlashData; text: string }

// Toast shows the flash of the last visit until it is dismissed or another
// page comes. The region itself is always there: a live region announces only
// what is put into it later.
export default function Toast() {
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
          <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <circle cx="10" cy="10" r="9" fill="currentColor" opacity=".16" />
            <path
              d={icons[message.kind]}
              fill="none"
              stroke="currentColor"
              strokeWidth="2"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
          <span>{message.text}</span>
          <button
            type="button"
            className="icon-button"
            aria-label="Dismiss"
            data-testid="flash-dismiss"
            onClick={() => setMessage(null)}
          >
            <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
              <path d="m5 5 10 10M15 5 5 15" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
            </svg>
          </button>
        </div>
      )}
    </div>
  )
}

function toMessage(flash: FlashData): Message | null {
  if (flash.error) return { kind: 'error', text: flash.error }
  if (flash.success) return { kind: 'success', text: flash.success }
  if (flash.notice) return { kind: 'notice', text: flash.notice }
  return null
}
