export const load = () => ({ greeting: 'Hello' })
