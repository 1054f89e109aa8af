// The entry of the front end that is deployed: every page is a chunk of its own.
import './style.css'
const pages = import.meta.glob<{ default: (props: unknown) => string }>('./pages/*.ts')

export async function show(component: string, props: unknown) {
  const page = await pages[`./pages/${component}.ts`]()
  document.body.innerHTML = page.default(props)
}

const page = JSON.parse(document.querySelector('script[data-page]')!.textContent!)
show(page.component, page.props)
