import { router, usePage } from '@inertiajs/react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { accountShow, contactsCreate, contactsShow, search as searchRoute } from '../routes'
import { sections } from '../sections'
import { useTexts } from '../texts'
import type { Contact, UserProps } from '../types'
import Icon from './Icon'

const texts = {
  en: { open: 'Search', title: 'Go to', placeholder: 'Go to a page or a contact', none: 'Nothing found.', create: 'New contact', account: 'Account' },
  de: { open: 'Suchen', title: 'Gehe zu', placeholder: 'Zu einer Seite oder einem Kontakt', none: 'Nichts gefunden.', create: 'Neuer Kontakt', account: 'Konto' },
}

type Choice = { name: string; hint: string; href: string }

const delay = 150 // ms after the last key
const kept = '30s' // how long a page that was fetched ahead is fresh

// Palette leads to every page and contact by keyboard. The selected choice is
// fetched ahead: the first one when the palette opens, others when the arrow
// keys or the mouse select them.
export default function Palette({ user }: { user: UserProps }) {
  const t = useTexts(texts)
  const { language } = usePage().props
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [people, setPeople] = useState<Choice[]>([])
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState(false)
  const id = useId()

  const pages: Choice[] = [
    ...sections(user).map(({ name, to }) => ({ name: name[language === 'de' ? 'de' : 'en'], hint: '', href: to().url })),
    { name: t.create, hint: '', href: contactsCreate.url() },
    { name: t.account, hint: '', href: accountShow.url() },
  ]
  const wanted = text.trim().toLowerCase()
  const choices = [...pages.filter(({ name }) => name.toLowerCase().includes(wanted)), ...(wanted ? people : [])]
  const chosen = choices[Math.min(at, choices.length - 1)]

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        show()
      }
    }
    document.addEventListener('keydown', onKey)
    const stop = router.on('navigate', () => dialog.current?.close())
    return () => {
      document.removeEventListener('keydown', onKey)
      stop()
    }
  }, [])

  useEffect(() => {
    if (!wanted) return setPeople([])
    const aborted = new AbortController()
    const timer = window.setTimeout(() => {
      findPeople(wanted, aborted.signal).then(setPeople, () => {}) // what is typed next asks again
    }, delay)
    return () => {
      window.clearTimeout(timer)
      aborted.abort()
    }
  }, [wanted])

  useEffect(() => {
    if (open && chosen) router.prefetch(chosen.href, { method: 'get' }, { cacheFor: kept })
  }, [open, chosen?.href])

  function show() {
    setText('')
    setAt(0)
    setOpen(true)
    if (!dialog.current?.open) dialog.current?.showModal()
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && choices.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, choices.length - 1) + step + choices.length) % choices.length)
    }
    if (event.key === 'Enter' && chosen) {
      event.preventDefault()
      router.visit(chosen.href)
    }
  }

  return (
    <>
      <button type="button" className="palette-button" aria-keyshortcuts="Control+K" data-testid="palette-open" onClick={show}>
        <Icon name="search" />
        <span>{t.open}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <dialog ref={dialog} className="palette" aria-label={t.title} data-testid="palette" onClose={() => setOpen(false)}>
        <input
          type="text"
          role="combobox"
          aria-label={t.placeholder}
          placeholder={t.placeholder}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${choices.indexOf(chosen)}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          data-testid="palette-input"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <ul id={`${id}-list`} role="listbox" aria-label={t.title}>
          {choices.map((choice, n) => (
            <li
              key={choice.href}
              id={`${id}-${n}`}
              role="option"
              aria-selected={choice === chosen}
              data-testid="palette-choice"
              onMouseEnter={() => setAt(n)}
              onClick={() => router.visit(choice.href)}
            >
              <span>{choice.name}</span>
              <span className="muted small">{choice.hint}</span>
            </li>
          ))}
        </ul>
        {choices.length === 0 && <p className="muted palette-none">{t.none}</p>}
      </dialog>
    </>
  )
}

async function findPeople(search: string, signal: AbortSignal): Promise<Choice[]> {
  const response = await fetch(searchRoute.url({ query: { search } }), { signal, headers: { Accept: 'application/json' } })
  if (!response.ok) return []
  const found = (await response.json()) as Contact[]
  return found.map(({ id, name, company }) => ({ name, hint: company, href: contactsShow.url(id) }))
}
