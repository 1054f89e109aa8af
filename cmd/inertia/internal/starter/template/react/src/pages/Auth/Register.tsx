<< if .Accounts ->>
import { Form, Head, Link } from '@inertiajs/react'
import Button from '../../components/Button'
import Field from '../../components/Field'
import { focusFirstError } from '../../focus'
import { login, registerStore } from '../../routes'

export default function Register() {
  return (
    <>
      <Head title="Create your account" />
      <h1 className="<< class "title" >>">Create your account</h1>
      <Form action={registerStore()} validationTimeout={0} onError={focusFirstError} className="<< class "form" >>" noValidate>
        <Field name="name" label="Name" autoComplete="name" required autoFocus live />
        <Field name="email" label="Email" type="email" autoComplete="username" required live />
        <Field name="password" label="Password" type="password" autoComplete="new-password" required live hint="At least 10 characters" />
        <Field name="password_confirmation" label="Password again" type="password" autoComplete="new-password" required live />
        <Button>Create account</Button>
      </Form>
      <p className="<< class "aside" >>">
        Have an account?{' '}
        <Link href={login()} className="<< class "link" >>">
          Sign in
        </Link>
      </p>
    </>
  )
}
<< end ->>
