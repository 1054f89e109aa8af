import { Link, router } from '@inertiajs/react'

type Item = { id: number; text: string }
type Props = {
  n: number
  appended: number[]
  prepended: number[]
  deep: { list: number[]; last: number }
  matched: Item[]
  nested: { rows: number[]; total: number }
}

export default function Page({ n, appended, prepended, deep, matched, nested }: Props) {
  const merged = ['n', 'appended', 'prepended', 'deep', 'matched', 'nested']
  const next = (reset: string[]) => router.reload({ data: { n: n + 1 }, only: merged, reset })
  return (
    <>
      <p data-testid="appended">{appended.join(' ')}</p>
      <p data-testid="prepended">{prepended.join(' ')}</p>
      <p data-testid="deep">{`${deep.list.join(' ')}, last ${deep.last}`}</p>
      <p data-testid="matched">{matched.map((item) => `${item.id} ${item.text}`).join(', ')}</p>
      <p data-testid="nested">{`${nested.rows.join(' ')}, total ${nested.total}`}</p>
      <button data-testid="next" onClick={() => next([])}>Next</button>
      <button data-testid="reset" onClick={() => next(['appended', 'matched'])}>Next, reset</button>
      <Link data-testid="visit" href="/merge?n=9">Full visit</Link>
    </>
  )
}
