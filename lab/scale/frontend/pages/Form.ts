import { layout } from '../layout'
export default () => layout('Form', `<form><input name="text"></form> of release ${__RELEASE__}`)
