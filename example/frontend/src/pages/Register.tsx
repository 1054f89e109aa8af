import { Link, useForm } from '@inertiajs/react'
import { useEffect, type FormEvent } from 'react'
import Field from '../components/Field'
import PageHead from '../components/PageHead'
import { login, registerSubmit } from '../routes'
import { useTexts } from '../texts'
import type { Registration } from '../types'
import { useFocusOnError } from '../useFocusOnError'

const texts = {
  en: {
    title: 'Create an account',
    name: 'Name',
    email: 'Email',
    password: 'Password',
    hint: 'At least 10 characters',
    again: 'Password, once more',
    instead: 'Sign in instead',
    submit: 'Create account',
  },
  de: {
    title: 'Konto anlegen',
    name: 'Name',
    email: 'E-Mail',
    password: 'Passwort',
    hint: 'Mindestens 10 Zeichen',
    again: 'Passwort, noch einmal',
    instead: 'Stattdessen anmelden',
    submit: 'Konto anlegen',
  },
}

const blank: Registration = { name: '', email: '', password: '', confirmation: '' }

// The server validates the form while it is filled in: a field when it is left,
// one that is wrong at every change, and all of them when the form is sent.
export default function Register() {
  const t = useTexts(texts)
  const form = useForm(registerSubmit.method, registerSubmit.url(), blank)
  const [element, focusFirstError] = useFocusOnError(form.errors)

  useEffect(() => {
    form.setValidationTimeout(300) // ms between two requests
  }, [])

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit({ onError: focusFirstError })
  }

  const bind = (name: keyof Registration) => ({
    name,
    required: true,
    value: form.data[name],
    error: form.errors[name],
    onBlur: () => void form.validate(name),
    onChange: (value: string) => {
      form.setData(name, value)
      if (form.invalid(name)) form.validate(name)
    },
  })

  return (
    <div className="narrow narrow-form" data-testid="page-register">
      <PageHead title={t.title} />
      <form ref={element} className="card form" noValidate data-testid="register-form" onSubmit={send}>
        <Field label={t.name} autoComplete="name" {...bind('name')} />
        <Field label={t.email} type="email" autoComplete="username" {...bind('email')} />
        <Field label={t.password} type="password" autoComplete="new-password" hint={t.hint} {...bind('password')} />
        <Field label={t.again} type="password" autoComplete="new-password" {...bind('confirmation')} />
        <div className="form-actions">
          <Link href={login()} className="button" data-testid="to-login">
            {t.instead}
          </Link>
          <button className="button button-primary" data-testid="submit" disabled={form.processing}>
            {t.submit}
          </button>
        </div>
      </form>
    </div>
  )
}
