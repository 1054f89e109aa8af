import { layout } from '../layout'
export default () => layout('Upload', `<form><input type="file" name="file"></form>`)
