export default defineEventHandler(() => contacts())
