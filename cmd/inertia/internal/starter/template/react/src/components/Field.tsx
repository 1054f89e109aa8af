import { useFormContext } from '@inertiajs/react'
import { useId, type ComponentProps } from 'react'
import { isToCheck } from '../focus'

type Props = Omit<ComponentProps<'input'>, 'id' | 'className'> & { name: string; label: string; hint?: string; live?: boolean }

// Field is an input of the form around it: its label, its hint and its error, tied together for
// screen readers. A live one is checked by the server when it is left; its form has a
// validationTimeout of 0, so that no check is late, after the form was sent.
export default function Field({ name, label, hint, live, type = 'text', ...rest }: Props) {
  const id = useId()
  const form = useFormContext()
  const error = form?.errors[name]
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="<< class "field" >>">
      <label htmlFor={id} className="<< class "label" >>">
        {label}
      </label>
      <input
        id={id}
        name={name}
        type={type}
        className={type === 'file' ? '<< class "file" >>' : '<< class "input" >>'}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        onBlur={(event) => live && isToCheck(event) && form?.validate(name)}
        onInput={() => error && form?.clearErrors(name)}
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="<< class "hint" >>">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="<< class "error" >>">
          {error}
        </p>
      )}
    </div>
  )
}
