import { router } from '@inertiajs/react'
import { useEffect, useRef, useState } from 'react'
import { contactsIndex } from '../routes'
import { useTexts } from '../texts'
import type { Filter, Organisation } from '../types'
import Icon from './Icon'

const texts = {
  en: {
    label: 'Search contacts',
    placeholder: 'Search by name, email, company or city',
    clear: 'Clear search',
    city: 'City',
    anyCity: 'All cities',
    organisation: 'Organisation',
    anyOrganisation: 'All organisations',
    sort: 'Sort',
    name: 'By name',
    newest: 'Newest first',
  },
  de: {
    label: 'Kontakte durchsuchen',
    placeholder: 'Name, E-Mail, Firma oder Stadt',
    clear: 'Suche leeren',
    city: 'Stadt',
    anyCity: 'Alle Städte',
    organisation: 'Organisation',
    anyOrganisation: 'Alle Organisationen',
    sort: 'Sortieren',
    name: 'Nach Name',
    newest: 'Neueste zuerst',
  },
}

type Props = { filter: Filter; cities: string[]; organisations: Organisation[] }

const delay = 250 // ms after the last key

// filterURL is the list with a filter: what is as usual is not in the URL.
export function filterURL(filter: Filter) {
  const { search, city, organisation, sort } = filter
  return contactsIndex.url({
    query: { search: search.trim() || null, city: city || null, organisation: organisation || null, sort: sort === 'name' ? null : sort },
  })
}

// Filters change the URL, and the server answers with the list for it. A search
// replaces the history entry, so that Back leaves the list instead of walking
// through the letters.
export default function Filters({ filter, cities, organisations }: Props) {
  const t = useTexts(texts)
  const [text, setText] = useState(filter.search)
  const timer = useRef<number>(undefined)
  const input = useRef<HTMLInputElement>(null)
  // Back and Forward bring another filter to the same component.
  const [known, setKnown] = useState(filter.search)
  if (known !== filter.search) {
    setKnown(filter.search)
    if (filter.search !== text.trim()) setText(filter.search)
  }

  useEffect(() => () => window.clearTimeout(timer.current), [])

  function visit(change: Partial<Filter>, replace = false) {
    window.clearTimeout(timer.current)
    router.visit(filterURL({ ...filter, search: text, ...change }), {
      only: ['contacts', 'filter'],
      reset: ['contacts'],
      preserveState: true,
      preserveScroll: true,
      replace,
    })
  }

  function change(value: string) {
    setText(value)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => visit({ search: value }, true), delay)
  }

  return (
    <form
      role="search"
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        visit({})
      }}
    >
      <div className="search">
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          aria-label={t.label}
          placeholder={t.placeholder}
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
            aria-label={t.clear}
            data-testid="search-clear"
            onClick={() => {
              setText('')
              visit({ search: '' }, true)
              input.current?.focus()
            }}
          >
            <Icon name="close" size={16} />
          </button>
        )}
      </div>
      <select aria-label={t.city} data-testid="filter-city" value={filter.city} onChange={(event) => visit({ city: event.target.value })}>
        <option value="">{t.anyCity}</option>
        {cities.map((city) => (
          <option key={city}>{city}</option>
        ))}
      </select>
      <select
        aria-label={t.organisation}
        data-testid="filter-organisation"
        value={filter.organisation}
        onChange={(event) => visit({ organisation: Number(event.target.value) })}
      >
        <option value={0}>{t.anyOrganisation}</option>
        {organisations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <select aria-label={t.sort} data-testid="filter-sort" value={filter.sort} onChange={(event) => visit({ sort: event.target.value })}>
        <option value="name">{t.name}</option>
        <option value="newest">{t.newest}</option>
      </select>
    </form>
  )
}
