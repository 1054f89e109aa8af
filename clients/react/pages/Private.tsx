import { Link, router } from '@inertiajs/react'

export default function Page({ secret }: { secret: number }) {
  return (
    <>
      <p data-testid="secret">{secret}</p>
      <Link data-testid="about" href="/about">About</Link>
      <button data-testid="logout" onClick={() => router.post('/logout')}>Log out</button>
    </>
  )
}
