import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.use([
  () => import('@adonisjs/static/static_middleware'),
  () => import('#middleware/inertia_middleware'),
])
router.use([])
