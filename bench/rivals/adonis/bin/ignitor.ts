import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const root = new URL('../', import.meta.url)

export default new Ignitor(root, {
  importer: (file) => import(file.startsWith('.') ? new URL(file, root).href : file),
})
