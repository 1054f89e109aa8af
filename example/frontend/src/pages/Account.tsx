import { Head, useForm, usePage } from '@inertiajs/react'
import { useId, type FormEvent } from 'react'
import Avatar from '../components/Avatar'
import Field from '../components/Field'
import { useFocusOnError } from '../useFocusOnError'
import { accountAvatar, accountPassword, accountProfile } from '../routes'
import { useTexts } from '../texts'
import type { Profile as ProfileInput, UpdateAvatarInput, UpdatePasswordInput, UserProps } from '../types'

const texts = {
  en: {
    title: 'Account',
    role: 'Role',
    admin: 'Administrator',
    member: 'Member',
    picture: 'Picture',
    formats: 'PNG, JPEG or WebP, at most 2 MB.',
    choose: 'Choose a picture',
    profile: 'Profile',
    name: 'Name',
    email: 'Email',
    saveProfile: 'Save profile',
    password: 'Password',
    current: 'Current password',
    new: 'New password',
    hint: 'At least 10 characters. Changing it signs you out everywhere else.',
    again: 'New password, once more',
    changePassword: 'Change password',
  },
  de: {
    title: 'Konto',
    role: 'Rolle',
    admin: 'Administrator',
    member: 'Mitglied',
    picture: 'Bild',
    formats: 'PNG, JPEG oder WebP, höchstens 2 MB.',
    choose: 'Bild wählen',
    profile: 'Profil',
    name: 'Name',
    email: 'E-Mail',
    saveProfile: 'Profil speichern',
    password: 'Passwort',
    current: 'Jetziges Passwort',
    new: 'Neues Passwort',
    hint: 'Mindestens 10 Zeichen. Ein neues Passwort meldet Sie überall sonst ab.',
    again: 'Neues Passwort, noch einmal',
    changePassword: 'Passwort ändern',
  },
}

export default function Account() {
  const t = useTexts(texts)
  const { user } = usePage().props.auth
  if (!user) return null // the server shows this page to nobody else
  return (
    <div className="narrow sections" data-testid="page-account">
      <Head title={t.title} />
      <div>
        <h1>{t.title}</h1>
        <p className="lead" data-testid="role">
          {t.role}: {user.role === 'admin' ? t.admin : t.member}
        </p>
      </div>
      <Picture user={user} />
      <Profile user={user} />
      <Password user={user} />
    </div>
  )
}

// Picture sends a file as soon as it is chosen. A PUT with a file goes out as
// multipart, which a Go server reads like any other method's.
function Picture({ user }: { user: UserProps }) {
  const t = useTexts(texts)
  const form = useForm<UpdateAvatarInput>({ avatar: null })
  const id = useId()

  function choose(input: HTMLInputElement) {
    const avatar = input.files?.[0]
    if (!avatar) return
    form.transform(() => ({ avatar }))
    form.submit(accountAvatar(), { errorBag: 'avatar', preserveScroll: true })
    input.value = '' // so that the same file can be chosen again
  }

  return (
    <section className="card picture" aria-labelledby={`${id}-title`} data-testid="picture">
      <Avatar name={user.name} size="large" image={user.avatar} />
      <div>
        <h2 id={`${id}-title`}>{t.picture}</h2>
        <p className="muted small" id={`${id}-hint`}>
          {t.formats}
        </p>
        {form.errors.avatar && (
          <p className="field-error" id={`${id}-error`} role="alert" data-testid="error-avatar">
            {form.errors.avatar}
          </p>
        )}
      </div>
      <label className="button" aria-disabled={form.processing || undefined}>
        {form.progress ? `${form.progress.percentage ?? 0} %` : t.choose}
        <input
          type="file"
          className="visually-hidden"
          accept="image/png,image/jpeg,image/webp"
          aria-describedby={`${id}-hint`}
          data-testid="field-avatar"
          disabled={form.processing}
          onChange={(event) => choose(event.target)}
        />
      </label>
    </section>
  )
}

// The two forms below have error bags of their own, so that neither shows the
// other's errors.
function Profile({ user }: { user: UserProps }) {
  const t = useTexts(texts)
  const form = useForm<ProfileInput>({ name: user.name, email: user.email })
  const [element, focusFirstError] = useFocusOnError(form.errors)

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit(accountProfile(), { errorBag: 'profile', preserveScroll: true, onError: focusFirstError })
  }

  const bind = (name: 'name' | 'email') => ({
    name,
    required: true,
    value: form.data[name],
    error: form.errors[name],
    onChange: (value: string) => form.setData(name, value),
  })

  return (
    <form ref={element} className="card form" noValidate aria-label={t.profile} data-testid="profile" onSubmit={send}>
      <h2>{t.profile}</h2>
      <Field label={t.name} autoComplete="name" {...bind('name')} />
      <Field label={t.email} type="email" autoComplete="email" {...bind('email')} />
      <div className="form-actions">
        <button className="button button-primary" data-testid="save-profile" disabled={form.processing}>
          {t.saveProfile}
        </button>
      </div>
    </form>
  )
}

const blank: UpdatePasswordInput = { current: '', password: '', confirmation: '' }

function Password({ user }: { user: UserProps }) {
  const t = useTexts(texts)
  const form = useForm(blank)
  const [element, focusFirstError] = useFocusOnError(form.errors)

  function send(event: FormEvent) {
    event.preventDefault()
    form.submit(accountPassword(), {
      errorBag: 'password',
      preserveScroll: true,
      onSuccess: () => form.reset(),
      onError: focusFirstError,
    })
  }

  const bind = (name: keyof typeof blank) => ({
    name,
    required: true,
    type: 'password' as const,
    value: form.data[name],
    error: form.errors[name],
    onChange: (value: string) => form.setData(name, value),
  })

  return (
    <form ref={element} className="card form" noValidate aria-label={t.password} data-testid="password" onSubmit={send}>
      <h2>{t.password}</h2>
      {/* Tells password managers whose it is. */}
      <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
      <Field label={t.current} autoComplete="current-password" {...bind('current')} />
      <Field label={t.new} autoComplete="new-password" hint={t.hint} {...bind('password')} />
      <Field label={t.again} autoComplete="new-password" {...bind('confirmation')} />
      <div className="form-actions">
        <button className="button button-primary" data-testid="save-password" disabled={form.processing}>
          {t.changePassword}
        </button>
      </div>
    </form>
  )
}
