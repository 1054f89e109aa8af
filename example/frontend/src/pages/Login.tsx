import { Head, Link, useForm } from '@inertiajs/react'
import type { FormEvent } from 'react'
import Field from '../components/Field'

type Props = { demo: { email: string; password: string } }

export default function Login({ demo }: Props) {
  const form = useForm({ email: '', password: '' })

  function send(event: FormEvent) {
    event.preventDefault()
    form.post('/login', { onError: () => form.reset('password') })
  }

  return (
    <div className="narrow" data-testid="page-login">
      <Head title="Sign in" />
      <div className="page-head">
        <h1>Sign in</h1>
      </div>
      <form className="card form" noValidate onSubmit={send}>
        <Field name="email" label="Email" required type="email" autoComplete="username" value={form.data.email} error={form.errors.email} onChange={(value) => form.setData('email', value)} />
        <Field name="password" label="Password" required type="password" autoComplete="current-password" value={form.data.password} error={form.errors.password} onChange={(value) => form.setData('password', value)} />
        <p className="muted small">
          Try it: {demo.email} with the password {demo.password}
        </p>
        <div className="form-actions">
          <Link href="/register" className="button" data-testid="to-register">
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
