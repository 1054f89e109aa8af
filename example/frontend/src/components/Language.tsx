import { router, usePage } from '@inertiajs/react'
import { language } from '../routes'

const names = { en: 'English', de: 'Deutsch' }

// Language changes the language of the application. The server keeps the choice
// in a cookie, and speaks it in its messages too.
export default function Language() {
  const current = usePage().props.language
  return (
    <div className="languages" role="group" aria-label="Language, Sprache">
      {(['en', 'de'] as const).map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={code === current}
          aria-label={names[code]}
          data-testid={`language-${code}`}
          onClick={() => router.visit(language(), { data: { language: code }, preserveScroll: true })}
        >
          {code.toUpperCase()}
        </button>
      ))}
    </div>
  )
}
