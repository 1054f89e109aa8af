import { useHttp } from '@inertiajs/react'

export default function Page() {
  const http = useHttp<{ number: number }, { doubled: number }>({ number: 21 })
  return (
    <>
      <input aria-label="Number" type="number" value={http.data.number} onChange={(e) => http.setData('number', Number(e.target.value))} />
      <button data-testid="double" onClick={() => void http.post('/api/double').catch(() => {})}>Double</button>
      <p data-testid="doubled">{http.response?.doubled}</p>
      <p data-testid="error">{http.errors.number}</p>
    </>
  )
}
