import { Link } from '@inertiajs/react'
import { contactsIndex } from '../routes'

type Props = { page: number; pages: number; search: string }

export default function Pagination({ page, pages, search }: Props) {
  if (pages < 2) return null
  return (
    <nav className="pagination" aria-label="Pages">
      <Step label="Previous" testid="page-prev" href={page > 1 ? pageURL(page - 1, search) : null} />
      <span className="muted" data-testid="page-status">
        Page {page} of {pages}
      </span>
      <Step label="Next" testid="page-next" href={page < pages ? pageURL(page + 1, search) : null} />
    </nav>
  )
}

function Step({ label, href, testid }: { label: string; href: string | null; testid: string }) {
  return href ? (
    <Link href={href} className="button" data-testid={testid}>
      {label}
    </Link>
  ) : (
    <span className="button" aria-disabled="true" data-testid={testid}>
      {label}
    </span>
  )
}

const pageURL = (page: number, search: string) =>
  contactsIndex.url({ query: { search: search || null, page: page > 1 ? page : null } })
