import { mount } from 'svelte'
import './main.css'

const pages = import.meta.glob('./pages/*.svelte')
pages['./pages/Users.svelte']().then((page) => mount(page.default, { target: document.body }))
