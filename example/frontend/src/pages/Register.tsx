import { Head, useForm } from '@inertiajs/react'
import type { FormEvent } from 'react'
import Field from '../components/Field'

const blank = { name: '', email: '', password: '', confirmation: '' }

// The form is validated by the server while it is filled in: each field when
// it is left, and the whole when it is sent.
export default function Register() {
  const form = useForm('post', '/register', blank)

  const bind = (name: keyof typeof blank) => ({
    name,
    required: true,
    value: form.data[name],
    error: form.errors[name],
    onChange: (value: string) => form.setData(name, value),
    onBlur: () => void form.validate(name),
  })

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit()
  }

  return (
    <div className="narrow" data-testid="page-register">
      <Head title="Create an account" />
      <div className="page-head">
        <h1>Create an account</h1>
      </div>
      <form className="card form" noValidate onSubmit={send}>
        <Field label="Name" autoComplete="name" {...bind('name')} />
        <Field label="Email" type="email" autoComplete="email" {...bind('email')} />
        <Field label="Password" type="password" autoComplete="new-password" hint="At least 10 characters" {...bind('password')} />
        <Field label="Password, once more" type="password" autoComplete="new-password" {...bind('confirmation')} />
        <div className="form-actions">
          <button className="button button-primary" data-testid="submit" disabled={form.processing}>
            Create account
          </button>
        </div>
      </form>
    </div>
  )
}
