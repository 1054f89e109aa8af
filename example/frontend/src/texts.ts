import { usePage } from '@inertiajs/react'

// useTexts picks a component's texts in the visitor's language. Each component
// has its own, so that a page loads no others; both languages have the same
// names, or the component does not compile.
export function useTexts<T>(texts: { en: T; de: NoInfer<T> }): T {
  return usePage().props.language === 'de' ? texts.de : texts.en
}
