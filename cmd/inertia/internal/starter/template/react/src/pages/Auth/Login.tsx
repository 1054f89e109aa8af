<< if .Accounts ->>
import { Form, Head, Link } from '@inertiajs/react'
import Button from '../../components/Button'
import Field from '../../components/Field'
import { focusFirstError } from '../../focus'
import { loginStore, passwordForgot, register } from '../../routes'

export default function Login() {
  return (
    <>
      <Head title="Sign in" />
      <h1 className="<< class "title" >>">Sign in</h1>
      <Form action={loginStore()} resetOnError={['password']} onError={focusFirstError} className="<< class "form" >>" noValidate>
        <Field name="email" label="Email" type="email" autoComplete="username" required autoFocus />
        <Field name="password" label="Password" type="password" autoComplete="current-password" required />
        <div className="<< class "row" >>">
          <label className="<< class "check" >>">
            <input type="checkbox" name="remember" className="<< class "checkbox" >>" />
            Remember me
          </label>
          <Link href={passwordForgot()} className="<< class "link" >>">
            Forgot your password?
          </Link>
        </div>
        <Button>Sign in</Button>
      </Form>
      <p className="<< class "aside" >>">
        New here?{' '}
        <Link href={register()} className="<< class "link" >>">
          Create an account
        </Link>
      </p>
    </>
  )
}
<< end ->>
