import { layout } from '../layout'
export default () => layout('Home', `The home page of release ${__RELEASE__}`)
