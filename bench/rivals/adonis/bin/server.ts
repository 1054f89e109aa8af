import { prettyPrintError } from '@adonisjs/core'
import ignitor from './ignitor.js'

ignitor.httpServer().start().catch(prettyPrintError)
