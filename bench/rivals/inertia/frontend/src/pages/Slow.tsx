import Layout from '../Layout'

export default function Slow(props: Record<`value${number}`, string>) {
  return (
    <Layout>
      <ul>
        {[0, 1, 2, 3, 4, 5, 6, 7].map((n) => (
          <li key={n}>{props[`value${n}`]}</li>
        ))}
      </ul>
    </Layout>
  )
}
