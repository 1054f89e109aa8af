import { useEffect, useRef } from 'react'

// useFocusOnError gives a form's ref, and the function that moves the focus to
// the first field that is wrong, as soon as React has marked it.
export function useFocusOnError(errors: object) {
  const form = useRef<HTMLFormElement>(null)
  const asked = useRef(false)

  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid=true]')
    if (!asked.current || !wrong) return
    asked.current = false
    wrong.focus()
  }, [errors])

  const focusFirstError = () => {
    asked.current = true
  }
  return [form, focusFirstError] as const
}
