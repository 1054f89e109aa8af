import { router } from '@inertiajs/react'

type Props = { auth: { user: number; token: number; roles?: string }; other: number }

export default function Page({ auth, other }: Props) {
  return (
    <>
      <p data-testid="values">{`user ${auth.user}, token ${auth.token}, roles ${auth.roles ?? 'none'}, other ${other}`}</p>
      <button data-testid="user" onClick={() => router.reload({ only: ['auth.user'] })}>User</button>
      <button data-testid="roles" onClick={() => router.reload({ only: ['auth.roles'] })}>Roles</button>
      <button data-testid="except" onClick={() => router.reload({ except: ['auth.user', 'auth.roles'] })}>All but user and roles</button>
    </>
  )
}
