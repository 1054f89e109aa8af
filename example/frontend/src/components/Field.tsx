import { useId } from 'react'
import { useTexts } from '../texts'

const texts = { en: { optional: 'optional' }, de: { optional: 'freiwillig' } }

type Props = {
  name: string
  label: string
  value: string
  error?: string
  hint?: string
  type?: 'text' | 'email' | 'tel' | 'url' | 'password'
  required?: boolean
  multiline?: boolean
  autoComplete?: string
  onChange: (value: string) => void
  onBlur?: () => void
}

// Field is a labelled input with its error, tied together for screen readers.
export default function Field(props: Props) {
  const { name, label, value, error, hint, type = 'text', required, multiline, autoComplete, onChange, onBlur } = props
  const t = useTexts(texts)
  const id = useId()
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  const shared = {
    id,
    name,
    value,
    autoComplete,
    'aria-required': required,
    'aria-invalid': Boolean(error),
    'aria-describedby': described || undefined,
    'data-testid': `field-${name}`,
    onBlur,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  }
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {!required && (
          <span className="muted small" aria-hidden="true">
            {t.optional}
          </span>
        )}
      </div>
      {multiline ? <textarea rows={4} {...shared} /> : <input type={type} {...shared} />}
      {error && (
        <p className="field-error" id={`${id}-error`} data-testid={`error-${name}`}>
          {error}
        </p>
      )}
      {hint && (
        <p className="muted small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
