import { router, usePoll } from '@inertiajs/react'

export default function Page({ ticks, constant, opened }: { ticks: number; constant: string; opened: number }) {
  const { start, stop } = usePoll(1000, { only: ['ticks'] }, { autoStart: false })
  const ask = () => router.get('/poll', {}, { only: ['constant'], preserveState: true })
  return (
    <>
      <p data-testid="ticks">{ticks}</p>
      <p data-testid="constant">{constant}</p>
      <p data-testid="opened">{opened}</p>
      <button data-testid="start" onClick={start}>Start</button>
      <button data-testid="stop" onClick={stop}>Stop</button>
      <button data-testid="ask" onClick={ask}>Ask for the constant</button>
      <button data-testid="reload" onClick={() => router.reload({ only: ['constant'] })}>Reload the constant</button>
    </>
  )
}
