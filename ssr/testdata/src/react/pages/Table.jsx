import { Head, Link } from '@inertiajs/react'

export default function Table({ rows }) {
  return (
    <>
      <Head title="Table" />
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={row.active ? 'active' : undefined}>
              <td>{row.id}</td>
              <td>
                <Link href={`/users/${row.id}`}>{row.name}</Link>
              </td>
              <td>{row.email}</td>
              <td>{row.city}</td>
              <td>{row.active ? 'yes' : 'no'}</td>
              <td>{row.score}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
