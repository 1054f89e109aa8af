import { useLoaderData } from 'react-router'

export const loader = () => ({ greeting: 'Hello' })

export default function Tiny() {
  return <h1>{useLoaderData<typeof loader>().greeting}</h1>
}
