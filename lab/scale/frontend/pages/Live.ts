import { layout } from '../layout'
export default (props: unknown) => layout('Live', JSON.stringify(props))
