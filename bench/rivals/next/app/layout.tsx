import Link from 'next/link'
import type { ReactNode } from 'react'

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <nav>
          <Link href="/tiny">Tiny</Link> <Link href="/contacts">Contacts</Link> <Link href="/slow">Slow</Link>
        </nav>
        <main>{children}</main>
      </body>
    </html>
  )
}
