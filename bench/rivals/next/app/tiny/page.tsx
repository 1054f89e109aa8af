import { connection } from 'next/server'

export default async function Tiny() {
  await connection() // rendered for each request, as the pages of all stacks are
  return <h1>Hello</h1>
}
