/** Moves the focus to the first field that has an error; for onError of a form. */
export function focusFirstError(errors: Record<string, unknown>) {
  for (const field of document.querySelectorAll<HTMLInputElement>('main input[name]')) {
    if (field.name in errors) return field.focus()
  }
}
