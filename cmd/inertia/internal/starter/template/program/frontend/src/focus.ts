/** Moves the focus to the first field that has an error; for onError of a form. */
export function focusFirstError(errors: Record<string, unknown>) {
  for (const field of document.querySelectorAll<HTMLInputElement>('main input[name]')) {
    if (field.name in errors) return field.focus()
  }
}

/** Whether a field that the focus leaves is to be checked: not while it is empty, and not before the form is sent, which checks all of them. */
export function isToCheck({ target, relatedTarget }: { target: EventTarget | null; relatedTarget: EventTarget | null }) {
  const sends = relatedTarget instanceof HTMLButtonElement && relatedTarget.type === 'submit'
  return target instanceof HTMLInputElement && target.value !== '' && !sends
}
