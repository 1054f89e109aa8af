import { Link, usePage } from '@inertiajs/react'
import { useEffect, useRef, type ReactNode } from 'react'
import Brand from '../components/Brand'
import Toast from '../components/Toast'
<<- if .Accounts >>
import UserMenu from '../components/UserMenu'
<<- end >>
import { isCurrent, << if .Accounts >>login, register, << end >>tasksIndex } from '../routes'

// Layout stays in place while the pages inside it change.
export default function Layout({ children }: { children: ReactNode }) {
  const { component, << if .Accounts >>props, << end >>url } = usePage()
<<- if .Accounts >>
  const user = props.auth?.user
<<- end >>
  const main = useRef<HTMLElement>(null)
  const shown = useRef(component)

  // Another page gets the focus, as it would from a page load.
  useEffect(() => {
    if (shown.current !== component) main.current?.focus({ preventScroll: true })
    shown.current = component
  }, [component])

  return (
    <>
      <a href="#main" className="<< class "skip" >>">
        Skip to content
      </a>
      <header className="<< class "topbar" >>">
        <div className="<< class "topbar-row" >>">
          <Brand />
          <nav aria-label="Main" className="<< class "nav" >>">
<<- if .Accounts >>
            {user ? (
              <Link href={tasksIndex()} className="<< class "nav-link" >>" aria-current={isCurrent('tasks.*', url) ? 'page' : undefined}>
                Tasks
              </Link>
            ) : (
              <>
                <Link href={login()} className="<< class "nav-link push" >>">
                  Sign in
                </Link>
                <Link href={register()} className="<< class "button primary wide" >>">
                  Create account
                </Link>
              </>
            )}
<<- else >>
            <Link href={tasksIndex()} className="<< class "nav-link" >>" aria-current={isCurrent('tasks.*', url) ? 'page' : undefined}>
              Tasks
            </Link>
<<- end >>
          </nav>
<<- if .Accounts >>
          {user && <UserMenu user={user} />}
<<- end >>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="<< class "page" >>">
        {children}
      </main>
      <Toast />
    </>
  )
}
