import { router, usePage } from '@inertiajs/react'
import { useEffect, useState } from 'react'

// Toast shows the message of the last visit: a success for six seconds, an error until it is
// closed or the next visit. The region is always there, for screen readers announce what enters it.
export default function Toast() {
  const { flash } = usePage()
  const [closed, setClosed] = useState<typeof flash>()
  const message = closed === flash ? undefined : (flash.error ?? flash.success)

  useEffect(() => {
    if (!flash.success || flash.error) return
    const timer = setTimeout(() => setClosed(flash), 6000)
    return () => clearTimeout(timer)
  }, [flash])

  useEffect(
    () =>
      router.on('networkError', () => {
        router.flash('error', 'The server cannot be reached. Check the connection and try again.')
        return false
      }),
    [],
  )

  return (
    <div role="status" className="<< class "toasts" >>">
      {message && (
        <div className={flash.error ? '<< class "toast toast-error" >>' : '<< class "toast toast-success" >>'}>
          <p>{message}</p>
          <button type="button" className="<< class "icon-button" >>" aria-label="Dismiss" onClick={() => setClosed(flash)}>
            <svg viewBox="0 0 16 16" className="<< class "icon" >>" aria-hidden="true">
              <path d="m4 4 8 8m0-8-8 8" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
            </svg>
          </button>
        </div>
      )}
    </div>
  )
}
