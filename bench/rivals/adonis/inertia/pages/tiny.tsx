import Layout from '../layout.js'

export default function Tiny({ greeting }: { greeting: string }) {
  return (
    <Layout>
      <h1>{greeting}</h1>
    </Layout>
  )
}
