// The server of React Router's template for an own server, which lacks only
// that template's compression and log of requests.
import { createRequestHandler } from '@react-router/express'
import express from 'express'
import * as build from './build/server/index.js'

const app = express()
app.disable('x-powered-by')
app.use('/assets', express.static(import.meta.dirname + '/build/client/assets', { immutable: true, maxAge: '1y' }))
app.use(express.static(import.meta.dirname + '/build/client', { maxAge: '1h' }))
app.use(createRequestHandler({ build }))
app.listen(process.env.PORT, process.env.HOST)
