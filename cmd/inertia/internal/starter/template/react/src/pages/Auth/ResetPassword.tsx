<< if .Accounts ->>
import { Form, Head } from '@inertiajs/react'
import Button from '../../components/Button'
import Field from '../../components/Field'
import { focusFirstError } from '../../focus'
import { passwordStore } from '../../routes'
import type { AuthResetPasswordProps } from '../../types'

export default function ResetPassword({ token, email }: AuthResetPasswordProps) {
  return (
    <>
      <Head title="Choose a new password" />
      <h1 className="<< class "title" >>">Choose a new password</h1>
      <Form action={passwordStore()} onError={focusFirstError} className="<< class "form" >>" noValidate>
        <input type="hidden" name="token" value={token} />
        <Field name="email" label="Email" type="email" autoComplete="username" defaultValue={email} readOnly />
        <Field name="password" label="New password" type="password" autoComplete="new-password" required autoFocus hint="At least 10 characters" />
        <Field name="password_confirmation" label="New password again" type="password" autoComplete="new-password" required />
        <Button>Change password</Button>
      </Form>
    </>
  )
}
<< end ->>
