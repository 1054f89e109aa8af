import './main.css'

const pages = import.meta.glob('./pages/*.jsx')
export const load = (name) => pages[`./pages/${name}.jsx`]()
load('Users').then(({ default: Page }) => console.log(Page()))
