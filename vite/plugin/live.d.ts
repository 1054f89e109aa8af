export interface LiveOptions {
  /** The path of Inertia.LiveStream on the server, "/live". */
  url?: string

  /** About how many milliseconds changes are collected before props are fetched, 100. */
  wait?: number
}

/**
 * Fetches live props of pages again when the server says that they have changed. Call it once, beside createInertiaApp, with
 * the router of @inertiajs/react, vue3 or svelte.
 */
export function live(router: { on(type: any, callback: any): any; reload(options?: any): void }, options?: LiveOptions): void
