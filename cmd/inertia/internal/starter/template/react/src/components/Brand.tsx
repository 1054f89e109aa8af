import { Link, usePage } from '@inertiajs/react'
import { home } from '../routes'

export default function Brand() {
  return (
    <Link href={home()} className="<< class "brand" >>">
      <svg viewBox="0 0 28 28" className="<< class "mark" >>" fill="currentColor" aria-hidden="true">
        <path d="M4 4h11a9 9 0 0 1 0 18H4z" />
        <circle cx="20" cy="20" r="6" opacity=".45" />
      </svg>
      <span className="<< class "brand-name" >>">{usePage().props.app}</span>
    </Link>
  )
}
