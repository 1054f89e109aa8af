import { router, usePage } from '@inertiajs/react'

export default function Page({ likes }: { likes: number }) {
  const { errors } = usePage().props
  const like = () => router.optimistic<{ likes: number }>((props) => ({ likes: props.likes + 1 })).post('/like')
  return (
    <>
      <p data-testid="likes">{likes}</p>
      <p data-testid="error">{errors.likes}</p>
      <button data-testid="like" onClick={like}>Like</button>
    </>
  )
}
