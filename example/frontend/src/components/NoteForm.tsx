import { useForm } from '@inertiajs/react'
import { useId, type FormEvent } from 'react'
import { contactsNotes } from '../routes'
import { useTexts } from '../texts'
import type { NoteInput } from '../types'
import Icon from './Icon'

const texts = {
  en: { label: 'New note', add: 'Add note', attach: 'Attach files', hint: 'At most five files of 5 MB each.', sending: 'Uploading', remove: 'Remove' },
  de: { label: 'Neue Notiz', add: 'Notiz hinzufügen', attach: 'Dateien anhängen', hint: 'Höchstens fünf Dateien zu je 5 MB.', sending: 'Wird hochgeladen', remove: 'Entfernen:' },
}

// NoteForm sends a text and files, and shows how far it is.
export default function NoteForm({ contact }: { contact: number }) {
  const t = useTexts(texts)
  const id = useId()
  const form = useForm<NoteInput>({ text: '', files: [] })
  const errors = Object.entries(form.errors as Record<string, string>)
  const textError = form.errors.text
  const fileErrors = errors.filter(([field]) => field.startsWith('files')).map(([, message]) => message)

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit(contactsNotes(contact), { errorBag: 'note', preserveScroll: true, preserveState: true, onSuccess: () => form.reset() })
  }

  return (
    <form className="note-form" noValidate onSubmit={send} data-testid="note-form">
      <label htmlFor={`${id}-text`} className="visually-hidden">
        {t.label}
      </label>
      <textarea
        id={`${id}-text`}
        rows={3}
        placeholder={t.label}
        aria-invalid={Boolean(textError)}
        aria-describedby={textError ? `${id}-error` : undefined}
        data-testid="note-text"
        value={form.data.text}
        onChange={(event) => form.setData('text', event.target.value)}
      />
      {textError && (
        <p className="field-error" id={`${id}-error`} role="alert" data-testid="error-text">
          {textError}
        </p>
      )}
      {form.data.files.length > 0 && (
        <ul className="files">
          {form.data.files.map((file, n) => (
            <li key={n} className="file">
              <Icon name="file" size={16} /> {file.name}
              <button
                type="button"
                className="icon-button"
                aria-label={`${t.remove} ${file.name}`}
                onClick={() => form.setData('files', form.data.files.filter((_, other) => other !== n))}
              >
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {fileErrors[0] && (
        <p className="field-error" role="alert" data-testid="error-files">
          {fileErrors[0]}
        </p>
      )}
      {form.progress && (
        <progress max={100} value={form.progress.percentage ?? 0} aria-label={t.sending} data-testid="note-progress">
          {form.progress.percentage} %
        </progress>
      )}
      <div className="actions">
        <label className="button button-small">
          <Icon name="file" size={16} /> {t.attach}
          <input
            type="file"
            multiple
            className="visually-hidden"
            aria-describedby={`${id}-hint`}
            data-testid="note-files"
            onChange={(event) => {
              form.setData('files', [...form.data.files, ...(event.target.files ?? [])])
              event.target.value = '' // so that the same file can be chosen again
            }}
          />
        </label>
        <span className="muted small" id={`${id}-hint`}>
          {t.hint}
        </span>
        <button className="button button-small button-primary push" disabled={form.processing} data-testid="note-submit">
          {t.add}
        </button>
      </div>
    </form>
  )
}
