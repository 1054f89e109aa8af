import { Link } from '@inertiajs/react'

type Props = {
  label: string
  testid?: string
  rows: { name: string; value: number; href?: string }[]
}

// BarList is a chart of named values, the largest first. It is a table, which
// everybody can read.
export default function BarList({ label, testid, rows }: Props) {
  const most = Math.max(1, ...rows.map(({ value }) => value))
  return (
    <table className="bars" aria-label={label} data-testid={testid}>
      <tbody>
        {rows.map(({ name, value, href }) => (
          <tr key={name} data-testid={testid && `${testid}-row`}>
            <th scope="row">{href ? <Link href={href}>{name}</Link> : name}</th>
            <td className="bars-cell">
              <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(value / most) * 100} height="8" rx="1" />
              </svg>
            </td>
            <td className="bars-value">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
