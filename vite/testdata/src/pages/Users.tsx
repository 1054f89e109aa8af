import '../table.css'
import './users.css'
import { root } from '../shared'
import { caption } from '../table'

root().append(caption('Users'))
export default 'Users'
