import { Deferred, Link, usePoll } from '@inertiajs/react'
import type { LiveProps } from '../types'

export default function Live({ title, now, cities, counts }: LiveProps) {
  const { start } = usePoll(100, { only: ['now'] }, { autoStart: false })
  return (
    <div data-testid="page-live">
      <h1>{title}</h1>
      <p data-testid="now">{now}</p>
      <button type="button" onClick={start}>
        Poll
      </button>
      <Deferred data="cities" fallback={<p>Counting cities</p>}>
        <p data-testid="cities">{cities?.length}</p>
      </Deferred>
      <Deferred data="counts" fallback={<p>Counting contacts</p>}>
        <p data-testid="counts">{counts?.contacts}</p>
      </Deferred>
      <Link href="/contacts/create" prefetch>
        A contact, fetched ahead
      </Link>
    </div>
  )
}
