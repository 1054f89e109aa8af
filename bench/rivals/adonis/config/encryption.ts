import { defineConfig, drivers } from '@adonisjs/core/encryption'

// No secret: no page has a cookie.
export default defineConfig({
  default: 'gcm',
  list: { gcm: drivers.aes256gcm({ id: 'gcm', keys: ['a key that encrypts nothing here'] }) },
})
