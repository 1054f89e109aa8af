import { Deferred } from '@inertiajs/react'

type Props = { now: string; fast?: string; another?: string; slow?: string }

export default function Page({ now, fast, another, slow }: Props) {
  return (
    <>
      <p data-testid="now">{now}</p>
      <Deferred data={['fast', 'another']} fallback={<p data-testid="fast-waits">…</p>}>
        <p data-testid="fast">{fast}, {another}</p>
      </Deferred>
      <Deferred data="slow" fallback={<p data-testid="slow-waits">…</p>}>
        <p data-testid="slow">{slow}</p>
      </Deferred>
    </>
  )
}
