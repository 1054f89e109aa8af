import type { IconName } from './components/Icon'
import { about, auditIndex, contactsIndex, dashboard, organisationsIndex, teamIndex, trashIndex } from './routes'
import type { UserProps } from './types'

type Section = {
  id: IconName
  name: { en: string; de: string }
  to: () => { url: string; method: 'get' }
  within: string // the names of its routes
  admin?: true
}

const everybody: Section = { id: 'about', name: { en: 'About', de: 'Über' }, to: about, within: 'about' }

const all: Section[] = [
  { id: 'dashboard', name: { en: 'Dashboard', de: 'Übersicht' }, to: dashboard, within: 'dashboard' },
  { id: 'contacts', name: { en: 'Contacts', de: 'Kontakte' }, to: contactsIndex, within: 'contacts.*' },
  { id: 'organisations', name: { en: 'Organisations', de: 'Organisationen' }, to: organisationsIndex, within: 'organisations.*' },
  { id: 'trash', name: { en: 'Trash', de: 'Papierkorb' }, to: trashIndex, within: 'trash.*' },
  { id: 'team', name: { en: 'Team', de: 'Team' }, to: teamIndex, within: 'team.*', admin: true },
  { id: 'audit', name: { en: 'Audit log', de: 'Protokoll' }, to: auditIndex, within: 'audit.*', admin: true },
  everybody,
]

// sections are the places a visitor may go to. The server checks it again.
export function sections(user: UserProps | null): Section[] {
  if (!user) return [everybody]
  return all.filter(({ admin }) => !admin || user.role === 'admin')
}
