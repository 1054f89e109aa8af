import { nonce } from '../probe'
import { createInertiaApp } from '@inertiajs/vue3'
import { resolve } from './app'

createInertiaApp({ nonce, resolve, serverHead: true })
