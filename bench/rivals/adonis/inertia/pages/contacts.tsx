import type { Contact } from '../contact.js'
import Layout from '../layout.js'

export default function Contacts({ contacts }: { contacts: Contact[] }) {
  return (
    <Layout>
      <table>
        <tbody>
          {contacts.map((c) => (
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
    </Layout>
  )
}
