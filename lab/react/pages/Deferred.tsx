import { Deferred, router, usePage } from '@inertiajs/react'

export default function Page() {
  const { a, b, broken } = usePage().props as Record<string, string>
  return (
    <>
      <Deferred data="a" fallback={<p data-testid="waits-a">…</p>}>
        <p data-testid="a">{a}</p>
      </Deferred>
      <Deferred data="b" fallback={<p data-testid="waits-b">…</p>}>
        <p data-testid="b">{b}</p>
      </Deferred>
      <Deferred
        data="broken"
        fallback={<p data-testid="waits-broken">…</p>}
        rescue={<button data-testid="retry" onClick={() => router.reload({ only: ['broken'] })}>Retry</button>}
      >
        <p data-testid="broken">{broken}</p>
      </Deferred>
    </>
  )
}
