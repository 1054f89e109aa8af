export default defineEventHandler(() => ({ greeting: 'Hello' }))
