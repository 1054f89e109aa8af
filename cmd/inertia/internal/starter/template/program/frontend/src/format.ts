// The server and the browser must write the same, so language and time zone are fixed.
const days = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** The day of a time that Go sent: "Nov 3". */
export const day = (time: string) => days.format(new Date(time))
<<- if .Accounts >>

/** The first letters of a first and a last name: "Ada King Lovelace" is "AL". */
export function initials(name: string) {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase()
}
<<- end >>
