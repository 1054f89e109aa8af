import { Link, router } from '@inertiajs/react'

export default function Page({ plans, rates, brief }: { plans: number; rates: number; brief: number }) {
  return (
    <>
      <p data-testid="values">{`plans ${plans}, rates ${rates}, brief ${brief}`}</p>
      <Link data-testid="elsewhere" href="/once/elsewhere">Elsewhere</Link>
      <button data-testid="refresh" onClick={() => router.reload({ only: ['plans'] })}>Refresh</button>
    </>
  )
}
