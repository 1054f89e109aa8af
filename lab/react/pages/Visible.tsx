import { usePage, WhenVisible } from '@inertiajs/react'

export default function Visible() {
  const { late } = usePage().props as { late?: string }
  return (
    <>
      <div className="tall" />
      <WhenVisible data="late" fallback={<p data-testid="waits">…</p>}>
        <p data-testid="late">{late}</p>
      </WhenVisible>
    </>
  )
}
