import { useLoaderData } from 'react-router'
import { contacts } from '../data.server'

export const loader = () => ({ contacts: contacts() })

export default function Contacts() {
  return (
    <table>
      <tbody>
        {useLoaderData<typeof loader>().contacts.map((c) => (
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
