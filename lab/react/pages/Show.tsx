import { Link, usePage } from '@inertiajs/react'

export default function Show() {
  const { props, flash, url, component } = usePage()
  return (
    <>
      <h1>{component}</h1>
      <pre data-testid="page">{JSON.stringify({ props, flash, url })}</pre>
      <Link href="/other" data-testid="link">Other</Link>
      <Link href="/once" prefetch data-testid="prefetch">Prefetched</Link>
      <Link href="/slow" component="Show" data-testid="instant">Instant</Link>
      <div className="tall" />
      <p id="section">Section</p>
    </>
  )
}
