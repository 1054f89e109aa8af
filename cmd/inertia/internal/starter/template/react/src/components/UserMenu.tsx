<< if .Accounts ->>
import { Link } from '@inertiajs/react'
import { logout, profileEdit } from '../routes'
import type { User } from '../types'
import Avatar from './Avatar'

// UserMenu is a popover of the browser's own: it closes on Escape, on a click beside it, and
// gives the focus back.
export default function UserMenu({ user }: { user: User }) {
  return (
    <>
      <button type="button" className="<< class "account" >>" popoverTarget="account-menu">
        <Avatar name={user.name} picture={user.picture} />
        <span className="<< class "account-name" >>">{user.name}</span>
        <svg viewBox="0 0 16 16" className="<< class "icon" >>" aria-hidden="true">
          <path d="m4.5 6.5 3.5 3.5 3.5-3.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
        </svg>
      </button>
      <div id="account-menu" popover="auto" className="<< class "menu" >>" onClick={(event) => event.currentTarget.hidePopover()}>
        <p className="<< class "menu-head" >>">{user.email}</p>
        <Link href={profileEdit()} className="<< class "menu-item" >>">
          Settings
        </Link>
        <Link href={logout()} as="button" className="<< class "menu-item" >>">
          Sign out
        </Link>
      </div>
    </>
  )
}
<< end ->>
