import { Head, useForm, usePage } from '@inertiajs/react'
import type { FormEvent } from 'react'
import Avatar from '../components/Avatar'
import Field from '../components/Field'
import type { User } from '../types'

export default function Account() {
  const user = usePage().props.auth.user!
  return (
    <div className="narrow" data-testid="page-account">
      <Head title="Account" />
      <div className="page-head">
        <h1>Account</h1>
      </div>
      <Picture user={user} />
      <Profile user={user} />
      <Password />
    </div>
  )
}

function Picture({ user }: { user: User }) {
  const form = useForm<{ avatar: File | null }>({ avatar: null })

  function choose(avatar: File | undefined) {
    if (!avatar) return
    form.transform(() => ({ avatar }))
    form.put('/account/avatar', { preserveScroll: true })
  }

  return (
    <section className="card form" data-testid="picture">
      <h2>Picture</h2>
      <Avatar name={user.name} size="large" image={user.hasAvatar ? `/users/${user.id}/avatar` : undefined} />
      <label>
        Choose a picture
        <input type="file" accept="image/png,image/jpeg,image/webp" onChange={(event) => choose(event.target.files?.[0])} />
      </label>
      {form.errors.avatar && (
        <p className="field-error" data-testid="error-avatar">
          {form.errors.avatar}
        </p>
      )}
    </section>
  )
}

// The two forms below have error bags of their own, so that neither shows the
// other's errors.
function Profile({ user }: { user: User }) {
  const form = useForm({ name: user.name, email: user.email })

  function send(event: FormEvent) {
    event.preventDefault()
    form.put('/account/profile', { errorBag: 'profile', preserveScroll: true })
  }

  return (
    <form className="card form" noValidate data-testid="profile" onSubmit={send}>
      <h2>Profile</h2>
      <Field name="name" label="Name" required autoComplete="name" value={form.data.name} error={form.errors.name} onChange={(value) => form.setData('name', value)} />
      <Field name="email" label="Email" required type="email" autoComplete="email" value={form.data.email} error={form.errors.email} onChange={(value) => form.setData('email', value)} />
      <div className="form-actions">
        <button className="button button-primary" disabled={form.processing}>
          Save profile
        </button>
      </div>
    </form>
  )
}

const blank = { current: '', password: '', confirmation: '' }

function Password() {
  const form = useForm(blank)

  const bind = (name: keyof typeof blank) => ({
    name,
    required: true,
    type: 'password' as const,
    value: form.data[name],
    error: form.errors[name],
    onChange: (value: string) => form.setData(name, value),
  })

  function send(event: FormEvent) {
    event.preventDefault()
    form.put('/account/password', { errorBag: 'password', preserveScroll: true, onSuccess: () => form.reset() })
  }

  return (
    <form className="card form" noValidate data-testid="password" onSubmit={send}>
      <h2>Password</h2>
      <Field label="Current password" autoComplete="current-password" {...bind('current')} />
      <Field label="New password" autoComplete="new-password" {...bind('password')} />
      <Field label="New password, once more" autoComplete="new-password" {...bind('confirmation')} />
      <div className="form-actions">
        <button className="button button-primary" disabled={form.processing}>
          Change password
        </button>
      </div>
    </form>
  )
}
