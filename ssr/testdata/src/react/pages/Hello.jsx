import { Head, Link } from '@inertiajs/react'
import { useId, useState } from 'react'

export default function Hello({ name }) {
  const [count, setCount] = useState(0)
  return (
    <>
      <Head title="Hello">
        <meta name="description" content="Says hello" />
      </Head>
      <h1 id={useId()}>Hello, {name}!</h1>
      <button onClick={() => setCount(count + 1)}>{count}</button>
      <Link href="/table">Table</Link>
    </>
  )
}
