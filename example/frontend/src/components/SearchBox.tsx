import { router } from '@inertiajs/react'
import { useEffect, useRef, useState } from 'react'
import { contactsIndex } from '../routes'

const delay = 250 // ms after the last key

// SearchBox filters the list while one types. It replaces the history entry,
// so that Back leaves the list instead of walking through the letters.
export default function SearchBox({ search }: { search: string }) {
  const [text, setText] = useState(search)
  const timer = useRef<number>(undefined)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => () => window.clearTimeout(timer.current), [])

  function visit(value: string) {
    window.clearTimeout(timer.current)
    router.visit(contactsIndex({ query: { search: value.trim() || null } }), {
      only: ['contacts', 'search'],
      preserveState: true,
      preserveScroll: true,
      replace: true,
    })
  }

  function change(value: string) {
    setText(value)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => visit(value), delay)
  }

  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault()
        visit(text)
      }}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle cx="9" cy="9" r="6" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="m13.5 13.5 4 4" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <input
        ref={input}
        type="search"
        aria-label="Search contacts"
        placeholder="Search by name, email, company or city"
        data-testid="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {text && (
        <button
          type="button"
          className="icon-button"
          aria-label="Clear search"
          data-testid="search-clear"
          onClick={() => {
            setText('')
            visit('')
            input.current?.focus()
          }}
        >
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
            <path d="m5 5 10 10M15 5 5 15" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
        </button>
      )}
    </form>
  )
}
