import Layout from '../layout.js'

export default function Slow({ values }: { values: string[] }) {
  return (
    <Layout>
      <ul>
        {values.map((value) => (
          <li key={value}>{value}</li>
        ))}
      </ul>
    </Layout>
  )
}
