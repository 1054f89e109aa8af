import { Form, Link, usePage } from '@inertiajs/react'
import { deleteRoute, isCurrent, links, linksShow, linksUpdate, setDefaults } from '../../routes'
import type { LinksProps } from '../../types'

export default function Links({ locale, posts }: LinksProps) {
  setDefaults({ locale })
  const { url } = usePage()
  return (
    <>
      <Link href={links({ locale: 'fr' })} data-testid="other-locale">fr</Link>
      <p data-testid="current">{[links.current(url), linksShow.current(url), isCurrent('links.*', url), isCurrent('links*', url)].join()}</p>
      {posts.map((post) => (
        <section key={String(post.id)} data-testid={`post-${post.title}`}>
          <Link href={linksShow(post.id, { query: { tab: 'a b' } })} instant data-testid="show">{post.title}</Link>
          <form {...linksUpdate.form(post.id)} data-testid="plain">
            <input {...linksUpdate.override} />
            <input name="title" defaultValue={post.title} />
            <button>Save</button>
          </form>
          <Form action={deleteRoute(post.id)} data-testid="delete">
            <button>Delete</button>
          </Form>
        </section>
      ))}
    </>
  )
}
