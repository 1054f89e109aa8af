import { router } from '@inertiajs/react'
import Avatar from '../components/Avatar'
import PageHead from '../components/PageHead'
import { teamRole } from '../routes'
import { useTexts } from '../texts'
import type { TeamProps } from '../types'

const texts = {
  en: { title: 'Team', lead: 'Who can sign in, and what they may do.', role: 'Role of', admin: 'Administrator', member: 'Member' },
  de: { title: 'Team', lead: 'Wer sich anmelden kann und was er darf.', role: 'Rolle von', admin: 'Administrator', member: 'Mitglied' },
}

export default function Team({ users }: TeamProps) {
  const t = useTexts(texts)
  return (
    <div className="narrow" data-testid="page-team">
      <PageHead title={t.title} lead={t.lead} />
      <ul className="card people people-rows">
        {users.map((user) => (
          <li key={user.id} className="person" data-testid="team-row">
            <Avatar name={user.name} />
            <div className="person-main">
              <strong>{user.name}</strong>
              <span className="muted">{user.email}</span>
            </div>
            <select
              aria-label={`${t.role} ${user.name}`}
              data-testid="role-select"
              value={user.role}
              onChange={(event) => router.visit(teamRole(user.id), { data: { role: event.target.value }, preserveScroll: true })}
            >
              <option value="admin">{t.admin}</option>
              <option value="member">{t.member}</option>
            </select>
          </li>
        ))}
      </ul>
    </div>
  )
}
