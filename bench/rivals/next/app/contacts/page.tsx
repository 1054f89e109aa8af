import { connection } from 'next/server'
import { contacts } from '../../lib/data'

export default async function Contacts() {
  await connection()
  return (
    <table>
      <tbody>
        {contacts().map((c) => (
          <tr key={c.id}>
            <td>{c.name}</td>
            <td>{c.email}</td>
            <td>{c.city}</td>
            <td>{c.age}</td>
            <td>{c.created}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
