import { Form } from '@inertiajs/react'

export default function Page() {
  return (
    <>
      {['first', 'second'].map((bag) => (
        <Form key={bag} data-testid={bag} action="/forms" method="post" errorBag={bag}>
          {({ errors }) => (
            <>
              <input name="name" aria-label="Name" />
              <input name="email" aria-label="Email" />
              <p data-testid="errors">{`${errors.name ?? ''} ${errors.email ?? ''}`}</p>
              <button type="submit">Send</button>
            </>
          )}
        </Form>
      ))}
    </>
  )
}
