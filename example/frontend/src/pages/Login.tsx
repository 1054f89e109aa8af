import { Link, useForm, usePage } from '@inertiajs/react'
import type { FormEvent } from 'react'
import Field from '../components/Field'
import PageHead from '../components/PageHead'
import { register } from '../routes'
import { useTexts } from '../texts'
import type { Credentials, LoginProps } from '../types'
import { useFocusOnError } from '../useFocusOnError'

const texts = {
  en: { title: 'Sign in', email: 'Email', password: 'Password', demo: 'Try it:', create: 'Create an account' },
  de: { title: 'Anmelden', email: 'E-Mail', password: 'Passwort', demo: 'Zum Ausprobieren:', create: 'Konto anlegen' },
}

export default function Login({ demo }: LoginProps) {
  const t = useTexts(texts)
  const { url } = usePage() // says where to go afterwards
  const form = useForm<Credentials>({ email: '', password: '' })
  const [element, focusFirstError] = useFocusOnError(form.errors)

  function send(event: FormEvent) {
    event.preventDefault()
    form.post(url, {
      onError: () => {
        form.reset('password')
        focusFirstError()
      },
    })
  }

  const bind = (name: keyof Credentials) => ({
    name,
    required: true,
    type: name,
    value: form.data[name],
    error: form.errors[name],
    onChange: (value: string) => form.setData(name, value),
  })

  return (
    <div className="narrow narrow-form" data-testid="page-login">
      <PageHead title={t.title} />
      <form ref={element} className="card form" noValidate data-testid="login-form" onSubmit={send}>
        <Field label={t.email} autoComplete="username" {...bind('email')} />
        <Field label={t.password} autoComplete="current-password" {...bind('password')} />
        <p className="muted small">
          {t.demo}{' '}
          <code>
            {demo.email} / {demo.password}
          </code>
        </p>
        <div className="form-actions">
          <Link href={register()} instant className="button" data-testid="to-register">
            {t.create}
          </Link>
          <button className="button button-primary" data-testid="submit" disabled={form.processing}>
            {t.title}
          </button>
        </div>
      </form>
    </div>
  )
}
