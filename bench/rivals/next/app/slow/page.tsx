import { connection } from 'next/server'
import { slow } from '../../lib/data'

export default async function Slow() {
  await connection()
  const values = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(slow))
  return (
    <ul>
      {values.map((value) => (
        <li key={value}>{value}</li>
      ))}
    </ul>
  )
}
