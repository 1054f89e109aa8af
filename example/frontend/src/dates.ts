const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

export const dayAndMonth = (iso: string) => short.format(new Date(iso))
export const fullDate = (iso: string) => long.format(new Date(iso))
