import { Form } from '@inertiajs/react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import type { Method } from '../routes'
import { useTexts } from '../texts'

const texts = { en: { cancel: 'Cancel' }, de: { cancel: 'Abbrechen' } }

type Props = {
  open: boolean
  title: string
  action: { url: string; method: Method } // when confirmed
  confirm: string
  onClose: () => void
  children: ReactNode
}

// ConfirmDialog asks before something is lost. The browser's own dialog
// element keeps the focus inside, closes on Escape and gives the focus back.
export default function ConfirmDialog({ open, title, action, confirm, onClose, children }: Props) {
  const t = useTexts(texts)
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} data-testid="confirm-dialog" onClose={onClose}>
      <h2 id={id}>{title}</h2>
      <p>{children}</p>
      <Form action={action} className="actions" onSuccess={onClose}>
        {({ processing }) => (
          <>
            <button type="button" className="button" data-testid="confirm-cancel" onClick={onClose}>
              {t.cancel}
            </button>
            <button className="button button-danger-solid" data-testid="confirm-delete" disabled={processing}>
              {confirm}
            </button>
          </>
        )}
      </Form>
    </dialog>
  )
}
