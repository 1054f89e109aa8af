import { Link, router } from '@inertiajs/react'

export default function Page() {
  return (
    <>
      <h1 data-testid="home">Home</h1>
      <Link data-testid="about" href="/about">About</Link>
      <Link data-testid="prefetch" href="/about" prefetch cacheFor="1m">About, fetched ahead</Link>
      <Link data-testid="instant" href="/answer" component="Answer">Answer, at once</Link>
      <Link data-testid="private" href="/private">Private</Link>
      <Link data-testid="to-section" href="/to-section">Redirected to a section</Link>
      <Link data-testid="moved" href="/moved#section">Moved</Link>
      <Link data-testid="outside" href="/outside">Outside</Link>
      <Link data-testid="nowhere" href="/nowhere">Nowhere</Link>
      <Link data-testid="broken" href="/broken">Broken</Link>
      <Link data-testid="download" href="/download">Download</Link>
      <button data-testid="flash" onClick={() => router.post('/flash')}>Save</button>
    </>
  )
}
