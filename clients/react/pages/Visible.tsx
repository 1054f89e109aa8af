import { WhenVisible } from '@inertiajs/react'

export default function Page({ late }: { late?: string }) {
  return (
    <>
      <div style={{ height: '200vh' }} />
      <WhenVisible data="late" fallback={<p data-testid="late-waits">…</p>}>
        <p data-testid="late">{late}</p>
      </WhenVisible>
    </>
  )
}
