import { root } from '../shared'
import { caption } from '../table'
import worker from '../worker?worker'

root().append(caption('Teams'))
new worker()
export default 'Teams'
