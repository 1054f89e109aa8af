import { createInertiaApp } from '@inertiajs/react'

createInertiaApp({ pages: './pages' })
