import { nonce } from '../probe'
import { createInertiaApp } from '@inertiajs/react'
import { resolve } from './app'

createInertiaApp({ nonce, resolve, serverHead: true })
