import './shared.css'

export const root = () => document.getElementById('app')!

export function mount(title: string, pages: Record<string, () => Promise<unknown>>) {
  root().textContent = title
  for (const load of Object.values(pages)) void load()
}
