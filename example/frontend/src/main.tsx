import { createInertiaApp } from '@inertiajs/react'
import { app } from './inertia'

createInertiaApp({
  ...app,
  // The server's policy allows only styles with this nonce, the progress bar's too.
  nonce: document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce,
  progress: { color: 'var(--accent)', delay: 150 },
})
