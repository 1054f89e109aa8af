<< if .Accounts ->>
import type { ReactNode } from 'react'
import Brand from '../components/Brand'
import Toast from '../components/Toast'

// AuthLayout is what visitors see before they are signed in: one card, and the way home.
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <div className="<< class "auth" >>">
        <header>
          <Brand />
        </header>
        <main className="<< class "card auth-card" >>">{children}</main>
      </div>
      <Toast />
    </>
  )
}
<< end ->>
