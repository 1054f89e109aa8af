import { nonce } from '../probe'
import { createInertiaApp } from '@inertiajs/svelte'
import { resolve } from './app'

createInertiaApp({ nonce, resolve, serverHead: true })
