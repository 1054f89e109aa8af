/** Moves the focus to the first field that has an error; for onError of a form. */
export function focusFirstError(errors: Record<string, unknown>) {
  for (const field of document.querySelectorAll<HTMLInputElement>('main input[name]')) {
    if (field.name in errors) return field.focus()
  }
}

/** Whether the focus moves to the button that sends the form, which checks all fields anyway. */
export function goesToSubmit({ relatedTarget }: { relatedTarget: EventTarget | null }) {
  return relatedTarget instanceof HTMLButtonElement && relatedTarget.type === 'submit'
}
