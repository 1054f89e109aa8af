import type { ArticleProps } from '../../types'
import Show from './Show'

export default function Article({ title, body }: ArticleProps) {
  return (
    <article>
      <h2>{title}</h2>
      {body}
      <Show />
    </article>
  )
}
