import { usePage } from '@inertiajs/react'
import type { ArticleProps } from '../../types'

export default function Article({ title, body }: ArticleProps) {
  const { props, flash, url } = usePage()
  return (
    <article>
      <h1>{title}</h1>
      {body}
      <pre data-testid="page">{JSON.stringify({ props, flash, url })}</pre>
    </article>
  )
}
