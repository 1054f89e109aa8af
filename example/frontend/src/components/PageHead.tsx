import { Head } from '@inertiajs/react'
import type { ReactNode } from 'react'

/** The title of a page, in the tab too, a line about it, and what can be done there. */
export default function PageHead({ title, lead, children }: { title: string; lead?: string; children?: ReactNode }) {
  return (
    <>
      <Head title={title} />
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {children}
      </div>
    </>
  )
}
