// What the tests reach the client through: the same in every framework.
import './lab.css'
import { live } from '@inertia-templ/vite/live'
import { revalidate } from '@inertia-templ/vite/revalidate'
import { router } from '@inertiajs/core'

declare global {
  interface Window {
    router: typeof router
    revalidate: () => () => void
    events: string[]
    /** Whether the client shows a page. */
    ready: boolean
  }
}

live(router, { wait: 20 })
window.router = router
window.revalidate = () => revalidate(router)
window.events = []
window.ready = false
router.on('navigate', () => void (window.ready = true))
router.on('flash', (event) => void window.events.push(`flash ${JSON.stringify(event.detail.flash)}`))
router.on('error', (event) => void window.events.push(`error ${JSON.stringify(event.detail.errors)}`))
router.on('success', () => void window.events.push('success'))

/** The nonce of the document's policy, for the styles that the client adds. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce
