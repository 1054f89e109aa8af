import { Head, Link } from '@inertiajs/react'
import { dashboard } from '../routes'
import type { ErrorProps } from '../types'

export default function ErrorPage({ status }: ErrorProps) {
  const { title, text } = explain(status)
  return (
    <div className="error-page" data-testid="page-error">
      <Head title={title} />
      <p className="error-status" data-testid="error-status">
        {status}
      </p>
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      <div className="actions">
        <button type="button" className="button" data-testid="error-back" onClick={() => window.history.back()}>
          Go back
        </button>
        <Link href={dashboard()} className="button button-primary" data-testid="error-home">
          Back to the dashboard
        </Link>
      </div>
    </div>
  )
}

function explain(status: number) {
  if (status === 404) {
    return { title: 'Page not found', text: 'It may have been deleted, or the address has a typo.' }
  }
  if (status === 413) {
    return { title: 'That did not work', text: 'It was more than we can take at once. Go back and make it shorter.' }
  }
  if (status < 500) {
    return { title: 'That did not work', text: 'The server could not make sense of the request. Go back and try again.' }
  }
  return { title: 'Something went wrong', text: 'It is our fault, not yours. Please try again in a moment.' }
}
