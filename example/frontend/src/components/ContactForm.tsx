import { Link, useForm } from '@inertiajs/react'
import type { FormEvent } from 'react'
import { useFocusOnError } from '../useFocusOnError'
import type { Method } from '../routes'
import { useTexts } from '../texts'
import type { Input } from '../types'
import Field from './Field'

const texts = {
  en: { name: 'Name', email: 'Email', phone: 'Phone', city: 'City', company: 'Company', about: 'About', cancel: 'Cancel', used: 'of 500 characters' },
  de: { name: 'Name', email: 'E-Mail', phone: 'Telefon', city: 'Stadt', company: 'Firma', about: 'Über', cancel: 'Abbrechen', used: 'von 500 Zeichen' },
}

type Props = {
  remember: string // the key under which the browser history keeps what was typed
  contact: Input
  action: { url: string; method: Method }
  headers?: Record<string, string>
  submit: string
  cancel: string
}

export default function ContactForm({ remember, contact, action, headers, submit, cancel }: Props) {
  const t = useTexts(texts)
  const form = useForm<Input>(remember, contact)
  const [element, focusFirstError] = useFocusOnError(form.errors)

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit(action, {
      ...(headers && { headers }),
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
      <Field label={t.name} required autoComplete="name" {...bind('name')} />
      <Field label={t.email} required type="email" autoComplete="email" {...bind('email')} />
      <div className="form-pair">
        <Field label={t.phone} type="tel" autoComplete="tel" {...bind('phone')} />
        <Field label={t.city} autoComplete="address-level2" {...bind('city')} />
      </div>
      <Field label={t.company} autoComplete="organization" {...bind('company')} />
      <Field label={t.about} multiline hint={`${[...form.data.about].length} ${t.used}`} {...bind('about')} />
      <div className="form-actions">
        <Link href={cancel} className="button" data-testid="cancel">
          {t.cancel}
        </Link>
        <button className="button button-primary" data-testid="submit" disabled={form.processing}>
          {submit}
        </button>
      </div>
    </form>
  )
}
