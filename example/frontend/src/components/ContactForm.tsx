import { Link, useForm } from '@inertiajs/react'
import type { FormEvent } from 'react'
import { useFocusOnError } from '../useFocusOnError'
import type { Method } from '../routes'
import type { Input } from '../types'
import Field from './Field'

type Props = {
  remember: string // the key under which the browser history keeps what was typed
  contact: Input
  action: { url: string; method: Method }
  submit: string
  cancel: string
}

export default function ContactForm({ remember, contact, action, submit, cancel }: Props) {
  const form = useForm<Input>(remember, contact)
  const [element, focusFirstError] = useFocusOnError(form.errors)

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit(action, {
      preserveScroll: true,
      onError: focusFirstError,
    })
  }

  const bind = (name: keyof Input) => ({
    name,
    value: form.data[name],
    error: form.errors[name],
    onChange: (value: string) => form.setData(name, value),
  })

  return (
    // The server validates; the browser's own bubbles would only hide it.
    <form ref={element} className="card form" noValidate data-testid="contact-form" onSubmit={send}>
      <Field label="Name" required autoComplete="name" {...bind('name')} />
      <Field label="Email" required type="email" autoComplete="email" {...bind('email')} />
      <div className="form-pair">
        <Field label="Phone" type="tel" autoComplete="tel" {...bind('phone')} />
        <Field label="City" autoComplete="address-level2" {...bind('city')} />
      </div>
      <Field label="Company" autoComplete="organization" {...bind('company')} />
      <Field label="Notes" multiline hint={`${[...form.data.notes].length} of 500 characters`} {...bind('notes')} />
      <div className="form-actions">
        <Link href={cancel} className="button" data-testid="cancel">
          Cancel
        </Link>
        <button className="button button-primary" data-testid="submit" disabled={form.processing}>
          {submit}
        </button>
      </div>
    </form>
  )
}
