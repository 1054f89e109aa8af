import type { Plugin } from 'vite'

export interface Options {
  /**
   * The entries. The default is build.rolldownOptions.input of the config, or else the first of src/app.ts, .tsx, .js
   * and .jsx that exists, as in @inertiajs/vite.
   */
  input?: string | string[]

  /** Where the built files are found, the same as vite.WithBase: '/' or base of the config. */
  base?: string

  /** Where the Go program passes on to the dev server, '/__vite/'. */
  devBase?: string

  /** Whether the manifest gets a hash of each file, which Go writes into the tags. */
  integrity?: boolean

  /** Whether files that gain from it are written in compressed form too (.br, .gz, .zst), which Go then serves. */
  compress?: boolean

  /** A file that has the address of the dev server while it runs, for vite.DevFromHotFile. */
  hotFile?: string

  /**
   * Files outside of Vite's module graph that reload the page when they change,
   * as paths from Vite's root with *, ** and {a,b}: '../views/*.templ'.
   */
  refresh?: string | string[]
}

/** Sets up Vite for a Go program: manifest, entry, and the base of the dev server. */
export default function inertia(options?: Options): Plugin
