/** The part of the client's router that is used: that of @inertiajs/react, vue3 and svelte. */
export interface Router {
  on(
    type: 'before',
    callback: (event: { detail: { visit: { method: string; headers: Record<string, string> } } }) => void,
  ): () => void
}

/**
 * Lets the browser ask whether its copy of an answer is still right when the client reloads or polls, so that an answer
 * whose props all have a Version costs no body. Call it once, in the browser. Returns a function that ends it.
 */
export function revalidate(router: Router): () => void
