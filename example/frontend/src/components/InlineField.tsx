import { useForm } from '@inertiajs/react'
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Method } from '../routes'
import { useTexts } from '../texts'
import Icon from './Icon'

const texts = {
  en: { edit: 'Edit', save: 'Save', cancel: 'Cancel' },
  de: { edit: 'Ändern:', save: 'Speichern', cancel: 'Abbrechen' },
}

type Props<T> = {
  name: string & keyof T
  label: string
  input: T // the whole form, of which one field is edited
  action: { url: string; method: Exclude<Method, 'get'> }
  type?: 'text' | 'email' | 'tel' | 'url'
  children: ReactNode // the value as it is shown
}

// InlineField is a value that is edited where it stands. The server validates
// the field while one types, with the rules of the whole form.
export default function InlineField<T extends Record<string, string>>({ name: key, label, input, action, type = 'text', children }: Props<T>) {
  const t = useTexts(texts)
  const name: string = key
  const [editing, setEditing] = useState(false)
  const form = useForm(action.method, action.url, input as Record<string, string>)
  const field = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()

  useEffect(() => {
    form.setValidationTimeout(300) // ms between two requests
  }, [])
  useEffect(() => {
    if (editing) field.current?.select()
  }, [editing])

  function edit() {
    form.setData(input as Record<string, string>)
    form.clearErrors()
    setEditing(true)
  }

  function close() {
    setEditing(false)
    window.setTimeout(() => button.current?.focus()) // when React has put it back
  }

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit({ preserveScroll: true, preserveState: true, onSuccess: close, onError: () => field.current?.focus() })
  }

  const error = form.errors[name]
  return (
    <div className="inline">
      <dt id={`${id}-label`}>{label}</dt>
      <dd data-testid={`detail-${name}`}>
        {editing ? (
          <form noValidate onSubmit={send} onKeyDown={(event) => event.key === 'Escape' && close()}>
            <div className="inline-row">
              <input
                ref={field}
                type={type}
                aria-labelledby={`${id}-label`}
                aria-invalid={Boolean(error)}
                aria-describedby={error ? `${id}-error` : undefined}
                data-testid={`inline-${name}`}
                value={form.data[name] ?? ''}
                onChange={(event) => {
                  form.setData(name, event.target.value)
                  form.validate(name)
                }}
              />
              <button className="button button-small button-primary" disabled={form.processing} data-testid="inline-save">
                {t.save}
              </button>
              <button type="button" className="button button-small" onClick={close} data-testid="inline-cancel">
                {t.cancel}
              </button>
            </div>
            {error && (
              <p className="field-error" id={`${id}-error`} role="alert" data-testid={`error-${name}`}>
                {error}
              </p>
            )}
          </form>
        ) : (
          <div className="inline-row">
            <span className="inline-value">{children || <span className="muted">–</span>}</span>
            <button ref={button} type="button" className="icon-button" aria-label={`${t.edit} ${label}`} data-testid={`edit-${name}`} onClick={edit}>
              <Icon name="pencil" size={16} />
            </button>
          </div>
        )}
      </dd>
    </div>
  )
}
