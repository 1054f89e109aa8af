import { Head, Link, useForm, usePage } from '@inertiajs/react'
import type { FormEvent } from 'react'
import Field from '../components/Field'
import { register } from '../routes'
import type { Credentials, LoginProps } from '../types'
import { useFocusOnError } from '../useFocusOnError'

export default function Login({ demo }: LoginProps) {
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
      <Head title="Sign in" />
      <div className="page-head">
        <h1>Sign in</h1>
      </div>
      <form ref={element} className="card form" noValidate data-testid="login-form" onSubmit={send}>
        <Field label="Email" autoComplete="username" {...bind('email')} />
        <Field label="Password" autoComplete="current-password" {...bind('password')} />
        <p className="muted small">
          Try it:{' '}
          <code>
            {demo.email} / {demo.password}
          </code>
        </p>
        <div className="form-actions">
          <Link href={register()} className="button" data-testid="to-register">
            Create an account
          </Link>
          <button className="button button-primary" data-testid="submit" disabled={form.processing}>
            Sign in
          </button>
        </div>
      </form>
    </div>
  )
}
