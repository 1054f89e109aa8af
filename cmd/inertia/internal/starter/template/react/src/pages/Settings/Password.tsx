<< if .Accounts ->>
import { Form, Head, usePage } from '@inertiajs/react'
import Button from '../../components/Button'
import Field from '../../components/Field'
import { focusFirstError } from '../../focus'
import { passwordUpdate } from '../../routes'

const all = ['current_password', 'password', 'password_confirmation']

export default function Password() {
  const { user } = usePage().props.auth
  return (
    <>
      <Head title="Password" />
      <section className="<< class "card" >>">
        <h1 className="<< class "title" >>">Password</h1>
        <Form
          action={passwordUpdate()}
          options={{ preserveScroll: true }}
          resetOnSuccess={all}
          resetOnError={all}
          onError={focusFirstError}
          className="<< class "form" >>"
          noValidate
        >
          {/* Tells password managers whose it is. */}
          <input type="text" autoComplete="username" defaultValue={user?.email} hidden />
          <Field name="current_password" label="Current password" type="password" autoComplete="current-password" required />
          <Field
            name="password"
            label="New password"
            type="password"
            autoComplete="new-password"
            required
            hint="At least 10 characters. You are signed out everywhere else."
          />
          <Field name="password_confirmation" label="New password again" type="password" autoComplete="new-password" required />
          <div className="<< class "actions" >>">
            <Button>Change password</Button>
          </div>
        </Form>
      </section>
    </>
  )
}
<< end ->>
