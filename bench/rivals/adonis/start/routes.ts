import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import router from '@adonisjs/core/services/router'
import type { Contact } from '../inertia/contact.js'

let statement: ReturnType<DatabaseSync['prepare']> | undefined

// Opened by the first request: the build imports this file too.
function contacts() {
  statement ??= new DatabaseSync(process.env.DB!, { readOnly: true }).prepare(
    'SELECT id, name, email, city, age, created FROM contacts ORDER BY id LIMIT 100'
  )
  return statement.all() as Contact[]
}

async function slow(n: number) {
  await sleep(20)
  return `value ${n}`
}

router.get('/tiny', ({ inertia }) => inertia.render('tiny', { greeting: 'Hello' }))
router.get('/contacts', ({ inertia }) => inertia.render('contacts', { contacts: contacts() }))
router.get('/slow', async ({ inertia }) =>
  inertia.render('slow', { values: await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(slow)) })
)
