import { Link, router, usePage } from '@inertiajs/react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import Avatar from '../components/Avatar'
import Toast from '../components/Toast'
import { about, accountShow, contactsIndex, dashboard, isCurrent, login, logout } from '../routes'

const information = { name: 'About', to: about, within: 'about' }
const sections = [
  { name: 'Dashboard', to: dashboard, within: 'dashboard' },
  { name: 'Contacts', to: contactsIndex, within: 'contacts.*' },
  information,
]

// Layout stays mounted while the pages inside it change.
export default function Layout({ children }: { children: ReactNode }) {
  const { url, props } = usePage()
  const user = props.auth?.user
  const [mountedAt, setMountedAt] = useState<string>()
  const main = useRef<HTMLElement>(null)

  useEffect(() => setMountedAt(new Date().toISOString()), [])

  // A new page is announced by moving the focus into it, as a page load would.
  // The first page, and one shown in place of itself, keep the focus.
  useEffect(() => {
    let first = true
    return router.on('navigate', () => {
      if (!first) main.current?.focus({ preventScroll: true })
      first = false
    })
  }, [])

  return (
    <div className="shell" data-testid="layout" data-mounted-at={mountedAt}>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="topbar">
        <div className="topbar-inner">
          <Link href={dashboard()} className="brand" aria-label="Contacts, home">
            <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
              <rect width="32" height="32" rx="9" fill="var(--accent)" />
              <circle cx="16" cy="12.5" r="4.5" fill="var(--on-accent)" />
              <path d="M7.5 25.5a8.5 8.5 0 0 1 17 0z" fill="var(--on-accent)" />
            </svg>
            <span>Contacts</span>
          </Link>
          <nav aria-label="Main" className="nav">
            {(user ? sections : [information]).map(({ name, to, within }) => (
              <Link
                key={name}
                href={to()}
                data-testid={`nav-${name.toLowerCase()}`}
                aria-current={isCurrent(within, url) ? 'page' : undefined}
              >
                {name}
              </Link>
            ))}
          </nav>
          <div className="user">
            {user ? (
              <>
                <Link href={accountShow()} className="user-name" title={user.email} data-testid="nav-account">
                  <Avatar name={user.name} size="small" image={user.avatar} />
                  <span data-testid="current-user">{user.name}</span>
                </Link>
                <Link href={logout()} as="button" className="button" data-testid="sign-out">
                  Sign out
                </Link>
              </>
            ) : (
              <Link href={login()} className="button" data-testid="sign-in">
                Sign in
              </Link>
            )}
          </div>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <Toast />
    </div>
  )
}
