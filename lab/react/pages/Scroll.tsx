import { InfiniteScroll, router, usePage } from '@inertiajs/react'

export default function Scroll() {
  const { rows } = usePage().props as unknown as { rows: { data: { id: number }[] } }
  return (
    <>
      <button data-testid="reset" onClick={() => router.visit('/scroll', { only: ['rows'], reset: ['rows'], preserveState: true })}>Reset</button>
      <InfiniteScroll data="rows" buffer={50}>
        {rows.data.map(({ id }) => (
          <p key={id} data-testid="row" className="row">{id}</p>
        ))}
      </InfiniteScroll>
    </>
  )
}
