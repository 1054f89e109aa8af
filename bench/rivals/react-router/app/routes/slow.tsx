import { useLoaderData } from 'react-router'
import { slow } from '../data.server'

export const loader = async () => ({ values: await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(slow)) })

export default function Slow() {
  return (
    <ul>
      {useLoaderData<typeof loader>().values.map((value) => (
        <li key={value}>{value}</li>
      ))}
    </ul>
  )
}
