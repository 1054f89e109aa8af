import { layout } from '../layout'
export default (props: unknown) => layout('News', JSON.stringify(props))
