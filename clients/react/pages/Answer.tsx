export default function Page({ user, answer }: { user?: string; answer?: number }) {
  return (
    <>
      <p data-testid="user">{user}</p>
      <p data-testid="answer">{answer ?? 'on its way'}</p>
    </>
  )
}
