import { contacts } from '#lib/server/data.js'

export const load = () => ({ contacts: contacts() })
