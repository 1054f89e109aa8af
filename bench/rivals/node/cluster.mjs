// Runs a stack's server with its arguments: node cluster.mjs server.js ...
// With more than one of PROCESSES, Node's own module for clusters has that
// many processes share the port.
import cluster from 'node:cluster'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const processes = Number(process.env.PROCESSES)
if (processes > 1 && cluster.isPrimary) {
  for (let n = 0; n < processes; n++) cluster.fork()
  cluster.on('exit', () => process.exit(1))
} else {
  process.argv.splice(1, 1)
  await import(pathToFileURL(resolve(process.argv[1])))
}
