import { Link, usePage } from '@inertiajs/react'

export default function Page({ user, shown }: { user: string; shown: number }) {
  const { flash } = usePage()
  return (
    <>
      <h1 data-testid="about-page">About</h1>
      <p data-testid="user">{user}</p>
      <p data-testid="shown">{shown}</p>
      <p data-testid="message">{(flash as { message?: string }).message}</p>
      <Link data-testid="home-link" href="/">Home</Link>
      <div style={{ height: '150vh' }} />
      <p id="section" data-testid="section">A section further down</p>
    </>
  )
}
