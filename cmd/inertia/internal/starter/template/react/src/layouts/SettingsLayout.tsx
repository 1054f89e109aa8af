<< if .Accounts ->>
import { Link, usePage } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { isCurrent, passwordEdit, profileEdit } from '../routes'

const sections = [
  { name: 'Profile', href: profileEdit(), routes: 'profile.*' },
  { name: 'Password', href: passwordEdit(), routes: 'password.*' },
]

export default function SettingsLayout({ children }: { children: ReactNode }) {
  const { url } = usePage()
  return (
    <div className="<< class "settings" >>">
      <nav aria-label="Settings" className="<< class "tabs" >>">
        {sections.map(({ name, href, routes }) => (
          <Link key={name} href={href} className="<< class "nav-link" >>" aria-current={isCurrent(routes, url) ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      <div className="<< class "stack" >>">{children}</div>
    </div>
  )
}
<< end ->>
