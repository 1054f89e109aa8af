import { usePage } from '@inertiajs/react'

const months = {
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  de: ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'],
}

const two = (n: number) => String(n).padStart(2, '0')

// useDates writes dates in the visitor's language. The server and the browser
// have to agree, wherever they are, so times are in UTC.
export function useDates() {
  const german = usePage().props.language === 'de'
  const name = (month: number) => (german ? months.de : months.en)[month] ?? ''
  const short = (month: number) => name(month).slice(0, 3)
  const dot = german ? '.' : ''
  return {
    dayAndMonth(iso: string) {
      const date = new Date(iso)
      return `${date.getUTCDate()}${dot} ${short(date.getUTCMonth())}`
    },
    fullDate(iso: string) {
      const date = new Date(iso)
      return `${date.getUTCDate()}${dot} ${name(date.getUTCMonth())} ${date.getUTCFullYear()}`
    },
    dateAndTime(iso: string) {
      const date = new Date(iso)
      return `${date.getUTCDate()}${dot} ${short(date.getUTCMonth())} ${date.getUTCFullYear()}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`
    },
    /** The short name of a month such as 2026-07. */
    month(month: string) {
      return short(Number(month.slice(5)) - 1)
    },
  }
}
