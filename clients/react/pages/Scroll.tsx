import { InfiniteScroll, router } from '@inertiajs/react'

export default function Page({ items }: { items: { data: { id: number }[] } }) {
  const reset = () => router.visit('/scroll', { only: ['items'], reset: ['items'], preserveState: true })
  return (
    <>
      <button data-testid="reset" onClick={reset}>Reset</button>
      <InfiniteScroll data="items">
        {items.data.map((item) => (
          <p key={item.id} data-testid="item" style={{ height: 100 }}>{item.id}</p>
        ))}
      </InfiniteScroll>
    </>
  )
}
