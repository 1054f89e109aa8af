import { Head } from '@inertiajs/react'
import type { AboutProps } from '../types'

export default function About({ hostile }: AboutProps) {
  return (
    <div className="narrow" data-testid="page-about">
      <Head title="About" />
      <div className="page-head">
        <div>
          <h1>About</h1>
          <p className="lead">A Go server, a React front end, and nothing in between.</p>
        </div>
      </div>
      <section className="card prose">
        <p>
          The routes, the validation and the database of this app live in one Go program. Each handler names a page
          component and hands it its props; Inertia swaps the pages in the browser without reloading them. There is no
          API to design and no client-side router to keep in step.
        </p>
        <h2>Whatever a prop contains</h2>
        <p>
          Props reach the first page inside a script element. This one is made to break out of it, and arrives here as
          what it is, a text of <strong data-testid="hostile-length">{hostile.length}</strong> characters:
        </p>
        <pre>
          <code data-testid="hostile">{hostile}</code>
        </pre>
      </section>
    </div>
  )
}
