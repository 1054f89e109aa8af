import { Deferred, router } from '@inertiajs/react'

export default function Page({ fragile, sound }: { fragile?: string; sound?: string }) {
  const retry = () => router.reload({ only: ['fragile'] })
  return (
    <>
      <Deferred data="sound" fallback={<p>…</p>}>
        <p data-testid="sound">{sound}</p>
      </Deferred>
      <Deferred data="fragile" fallback={<p>…</p>} rescue={<button data-testid="retry" onClick={retry}>Try again</button>}>
        <p data-testid="fragile">{fragile}</p>
      </Deferred>
    </>
  )
}
