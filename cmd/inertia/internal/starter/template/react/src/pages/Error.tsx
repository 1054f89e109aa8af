import { Head, Link } from '@inertiajs/react'
import { home } from '../routes'
import type { ErrorProps } from '../types'

export default function Error({ status, title, message }: ErrorProps) {
  return (
    <div className="<< class "problem" >>">
      <Head title={title} />
      <p className="<< class "status" >>">{status}</p>
      <h1 className="<< class "title" >>">{title}</h1>
      <p className="<< class "muted" >>">{message}</p>
      <Link href={home()} className="<< class "button primary" >>">
        Back to the start
      </Link>
    </div>
  )
}
