import { Link, useForm } from '@inertiajs/react'
import { useEffect, type FormEvent } from 'react'
import type { Method } from '../routes'
import { useTexts } from '../texts'
import type { OrganisationInput } from '../types'
import { useFocusOnError } from '../useFocusOnError'
import Field from './Field'

const texts = {
  en: { name: 'Name', website: 'Website', hint: 'A whole address, such as https://example.com', cancel: 'Cancel' },
  de: { name: 'Name', website: 'Webseite', hint: 'Die ganze Adresse, etwa https://example.com', cancel: 'Abbrechen' },
}

type Props = {
  organisation: OrganisationInput
  action: { url: string; method: Exclude<Method, 'get'> }
  submit: string
  cancel: string
}

// OrganisationForm is validated by the server: a field when it is left, one that
// is wrong at every change, and both when the form is sent.
export default function OrganisationForm({ organisation, action, submit, cancel }: Props) {
  const t = useTexts(texts)
  const form = useForm(action.method, action.url, organisation)
  const [element, focusFirstError] = useFocusOnError(form.errors)

  useEffect(() => {
    form.setValidationTimeout(300) // ms between two requests
  }, [])

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit({ preserveScroll: true, onError: focusFirstError })
  }

  const bind = (name: keyof OrganisationInput) => ({
    name,
    value: form.data[name],
    error: form.errors[name],
    onBlur: () => void form.validate(name),
    onChange: (value: string) => {
      form.setData(name, value)
      if (form.invalid(name)) form.validate(name)
    },
  })

  return (
    <form ref={element} className="card form" noValidate data-testid="organisation-form" onSubmit={send}>
      <Field label={t.name} required autoComplete="organization" {...bind('name')} />
      <Field label={t.website} type="url" autoComplete="url" hint={t.hint} {...bind('website')} />
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
