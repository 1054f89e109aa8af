import { type RouteConfig, route } from '@react-router/dev/routes'

export default [
  route('tiny', 'routes/tiny.tsx'),
  route('contacts', 'routes/contacts.tsx'),
  route('slow', 'routes/slow.tsx'),
] satisfies RouteConfig
