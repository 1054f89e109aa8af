import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

export type Contact = { id: number; name: string; email: string; city: string; age: number; created: string }

const statement = new DatabaseSync(process.env.DB!, { readOnly: true }).prepare(
  'SELECT id, name, email, city, age, created FROM contacts ORDER BY id LIMIT 100',
)

export const contacts = () => statement.all() as Contact[]

export async function slow(n: number) {
  await sleep(20)
  return `value ${n}`
}
