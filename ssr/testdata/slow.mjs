// A bundle that takes a second to load, and exports its render function.
await new Promise((resolve) => setTimeout(resolve, 1000))
export default async (page) => ({ head: [], body: `<div id="app" data-server-rendered="true">${page.component}</div>` })
