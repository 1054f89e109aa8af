import { Link } from '@inertiajs/react'

export default function Page({ plans, exchange, brief }: { plans: number; exchange: number; brief: number }) {
  return (
    <>
      <p data-testid="values">{`plans ${plans}, exchange ${exchange}, brief ${brief}`}</p>
      <Link data-testid="once" href="/once">Back</Link>
    </>
  )
}
