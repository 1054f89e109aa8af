import Layout from '../Layout'

type Contact = { id: number; name: string; email: string; city: string; age: number; created: string }

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
