import { Link } from '@inertiajs/react'

export default function Page({ status, user }: { status: number; user: string }) {
  return (
    <>
      <h1 data-testid="status">{status}</h1>
      <p data-testid="user">{user}</p>
      <Link data-testid="home-link" href="/">Home</Link>
    </>
  )
}
