import { useForm } from '@inertiajs/react'

export default function Page({ created }: { created: number }) {
  const form = useForm('post', '/live', { name: '', email: '' }).setValidationTimeout(1)
  return (
    <>
      <p data-testid="created">{created}</p>
      <input aria-label="Name" value={form.data.name} onChange={(e) => form.setData('name', e.target.value)} onBlur={() => form.validate('name')} />
      <p data-testid="name-error">{form.errors.name}</p>
      <input aria-label="Email" value={form.data.email} onChange={(e) => form.setData('email', e.target.value)} onBlur={() => form.validate('email')} />
      <p data-testid="email-error">{form.errors.email}</p>
      <p data-testid="valid">{['name', 'email'].filter((field) => form.valid(field as 'name')).join(' ')}</p>
      <button data-testid="submit" onClick={() => form.submit()}>Create</button>
    </>
  )
}
