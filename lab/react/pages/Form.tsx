import { useForm, useHttp, usePage, usePoll } from '@inertiajs/react'

export default function Form() {
  const { created } = usePage().props as unknown as { created: number }
  const live = useForm('post', '/form', { name: '', email: '' })
  const first = useForm({ name: '', email: '' })
  const second = useForm({ name: '', email: '' })
  const upload = useForm<{ name: string; file: File | null }>({ name: 'Ada', file: null })
  const http = useHttp<{ name: string }, { answer: number }>({ name: '' })
  usePoll(200, { only: ['created'] })
  return (
    <>
      <p data-testid="created">{created}</p>
      <input aria-label="Name" value={live.data.name} onChange={(e) => live.setData('name', e.target.value)} onBlur={() => live.validate('name')} />
      <input aria-label="Email" value={live.data.email} onChange={(e) => live.setData('email', e.target.value)} onBlur={() => live.validate('email')} />
      <p data-testid="live-name">{live.errors.name}</p>
      <p data-testid="live-email">{live.errors.email}</p>
      <button data-testid="live-submit" onClick={() => live.submit()}>Create</button>

      <p data-testid="first-name">{first.errors.name}</p>
      <button data-testid="first" onClick={() => first.post('/form', { errorBag: 'first' })}>First</button>
      <p data-testid="second-name">{second.errors.name}</p>
      <button data-testid="second" onClick={() => second.post('/form', { errorBag: 'second' })}>Second</button>

      <input type="file" aria-label="File" onChange={(e) => upload.setData('file', e.target.files![0])} />
      <button data-testid="upload" onClick={() => upload.put('/upload')}>Upload</button>

      <p data-testid="answer">{http.response?.answer}</p>
      <p data-testid="http-error">{http.errors.name}</p>
      <button data-testid="http" onClick={() => void http.post('/api')}>Ask</button>
      <button data-testid="http-fail" onClick={() => void http.post('/api?fail').catch(() => {})}>Ask wrongly</button>
    </>
  )
}
