<< if .Accounts ->>
import { Form, Head, usePage } from '@inertiajs/react'
import { useState } from 'react'
import Avatar from '../../components/Avatar'
import Button from '../../components/Button'
import Field from '../../components/Field'
import { focusFirstError } from '../../focus'
import { profileDestroy, profileUpdate } from '../../routes'

export default function Profile() {
  const { user } = usePage().props.auth
  const [preview, setPreview] = useState<string>()
  if (!user) return null // the server shows this page to nobody else

  return (
    <>
      <Head title="Profile" />
      <section className="<< class "card" >>">
        <h1 className="<< class "title" >>">Profile</h1>
        <Form
          action={profileUpdate()}
          options={{ preserveScroll: true }}
          resetOnSuccess={['picture']}
          onSuccess={() => setPreview(undefined)}
          onError={focusFirstError}
          className="<< class "form" >>"
          noValidate
        >
          <div className="<< class "picture" >>">
            <Avatar name={user.name} picture={preview ?? user.picture} large />
            <Field
              name="picture"
              label="Picture"
              type="file"
              accept="image/png,image/jpeg,image/webp"
              hint="PNG, JPEG or WebP, at most 2 MB"
              onChange={({ target }) => setPreview(target.files?.[0] && URL.createObjectURL(target.files[0]))}
            />
          </div>
          <Field name="name" label="Name" autoComplete="name" required defaultValue={user.name} />
          <Field name="email" label="Email" type="email" autoComplete="email" required defaultValue={user.email} />
          <div className="<< class "actions" >>">
            <Button>Save</Button>
          </div>
        </Form>
      </section>
      <section className="<< class "card" >>" aria-labelledby="delete">
        <h2 id="delete" className="<< class "subtitle" >>">
          Delete this account
        </h2>
        <p className="<< class "muted" >>">Your profile, your picture and your tasks are gone at once, and nobody can bring them back.</p>
        <Form action={profileDestroy()} options={{ preserveScroll: true }} resetOnError={['password']} onError={focusFirstError} className="<< class "form" >>" noValidate>
          <Field name="password" label="Your password" type="password" autoComplete="current-password" required />
          <div className="<< class "actions" >>">
            <Button look="danger">Delete account</Button>
          </div>
        </Form>
      </section>
    </>
  )
}
<< end ->>
