import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

let statement

// Opened by the first request: the build imports this file too.
export function contacts() {
  statement ??= new DatabaseSync(process.env.DB, { readOnly: true }).prepare(
    'SELECT id, name, email, city, age, created FROM contacts ORDER BY id LIMIT 100',
  )
  return statement.all()
}

export async function slow(n) {
  await sleep(20)
  return `value ${n}`
}
