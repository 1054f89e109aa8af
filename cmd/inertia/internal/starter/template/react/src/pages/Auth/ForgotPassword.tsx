<< if .Accounts ->>
import { Form, Head, Link } from '@inertiajs/react'
import Button from '../../components/Button'
import Field from '../../components/Field'
import { focusFirstError } from '../../focus'
import { login, passwordEmail } from '../../routes'

export default function ForgotPassword() {
  return (
    <>
      <Head title="Forgot your password?" />
      <h1 className="<< class "title" >>">Forgot your password?</h1>
      <p className="<< class "muted" >>">Enter your email address, and we send you a link to choose a new one.</p>
      <Form action={passwordEmail()} resetOnSuccess={['email']} onError={focusFirstError} className="<< class "form" >>" noValidate>
        <Field name="email" label="Email" type="email" autoComplete="username" required autoFocus />
        <Button>Send link</Button>
      </Form>
      <p className="<< class "aside" >>">
        Remembered it?{' '}
        <Link href={login()} className="<< class "link" >>">
          Sign in
        </Link>
      </p>
    </>
  )
}
<< end ->>
