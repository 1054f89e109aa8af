const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

// The server and the browser have to agree, wherever they are: in UTC.
function parts(iso: string) {
  const date = new Date(iso)
  return { day: date.getUTCDate(), month: months[date.getUTCMonth()] ?? '', year: date.getUTCFullYear() }
}

export function dayAndMonth(iso: string) {
  const { day, month } = parts(iso)
  return `${day} ${month.slice(0, 3)}`
}

export function fullDate(iso: string) {
  const { day, month, year } = parts(iso)
  return `${day} ${month} ${year}`
}
