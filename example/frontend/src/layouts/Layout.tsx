import { Link, router, usePage } from '@inertiajs/react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import Avatar from '../components/Avatar'
import How from '../components/How'
import Icon from '../components/Icon'
import Language from '../components/Language'
import Palette from '../components/Palette'
import Toast from '../components/Toast'
import { accountShow, dashboard, isCurrent, login, logout } from '../routes'
import { sections } from '../sections'
import { useTexts } from '../texts'

const texts = {
  en: { skip: 'Skip to content', home: 'Contacts, home', main: 'Main', account: 'Account', signIn: 'Sign in', signOut: 'Sign out' },
  de: { skip: 'Zum Inhalt', home: 'Contacts, Startseite', main: 'Hauptmenü', account: 'Konto', signIn: 'Anmelden', signOut: 'Abmelden' },
}

// Layout stays mounted while the pages inside it change.
export default function Layout({ children }: { children: ReactNode }) {
  const t = useTexts(texts)
  const { url, props } = usePage()
  const user = props.auth?.user ?? null
  const [mountedAt, setMountedAt] = useState<string>()
  const main = useRef<HTMLElement>(null)

  useEffect(() => setMountedAt(new Date().toISOString()), [])
  useEffect(() => {
    document.documentElement.lang = props.language
  }, [props.language])

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
        {t.skip}
      </a>
      <header className="sidebar">
        <Link href={dashboard()} className="brand" aria-label={t.home}>
          <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <rect width="32" height="32" rx="9" fill="var(--accent)" />
            <circle cx="16" cy="12.5" r="4.5" fill="var(--on-accent)" />
            <path d="M7.5 25.5a8.5 8.5 0 0 1 17 0z" fill="var(--on-accent)" />
          </svg>
          <span>Contacts</span>
        </Link>
        {user && <Palette user={user} />}
        <nav aria-label={t.main} className="nav">
          {sections(user).map(({ id, name, to, within }) => (
            <Link key={id} href={to()} data-testid={`nav-${id}`} aria-current={isCurrent(within, url) ? 'page' : undefined}>
              <Icon name={id} />
              {name[props.language === 'de' ? 'de' : 'en']}
            </Link>
          ))}
        </nav>
        <div className="user">
          <Language />
          {user ? (
            <>
              <Link href={accountShow()} className="user-name" title={`${t.account}: ${user.email}`} data-testid="nav-account">
                <Avatar name={user.name} size="small" image={user.avatar} />
                <span data-testid="current-user">{user.name}</span>
              </Link>
              <Link href={logout()} as="button" className="button button-small" data-testid="sign-out">
                {t.signOut}
              </Link>
            </>
          ) : (
            <Link href={login()} className="button" data-testid="sign-in">
              {t.signIn}
            </Link>
          )}
        </div>
      </header>
      <div className="content">
        <main id="main" ref={main} tabIndex={-1}>
          {children}
        </main>
        <How />
      </div>
      <Toast />
    </div>
  )
}
